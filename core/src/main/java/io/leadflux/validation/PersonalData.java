package io.leadflux.validation;

import io.leadflux.event.CharTraits;
import io.leadflux.event.EventField;
import java.util.List;
import java.util.Set;

/** The personal-data rules that are switched on: no e-mail address, no telephone number, no hash of one. */
final class PersonalData {

    private static final String NO_EMAIL = "must hold no e-mail address: e-mail is forbidden, plain or hashed";
    private static final String NO_PHONE = "must hold no telephone number: phone is forbidden, plain or hashed";
    private static final String NO_HASH =
            "must not be a hash of personal data, but looks like a hexadecimal MD5, SHA-1 or"
                    + " SHA-256: use a random id such as a UUID";

    private final boolean email;
    private final boolean phone;
    private final boolean hash;

    PersonalData(Set<Rule> switchedOff) {
        this.email = !switchedOff.contains(Rule.EMAIL_ADDRESS);
        this.phone = !switchedOff.contains(Rule.PHONE_NUMBER);
        this.hash = !switchedOff.contains(Rule.HASHED_PERSONAL_DATA);
    }

    /** Reports an e-mail address anywhere in {@code text}; a character {@code @} at {@code ignoredAt} is ignored. */
    List<Violation> email(List<Violation> found, EventField field, String text, int traits, int ignoredAt) {
        boolean possible = email && CharTraits.has(traits, CharTraits.AT | CharTraits.PERCENT);
        return possible && EmailPattern.isIn(text, ignoredAt)
                ? Findings.add(found, field, Rule.EMAIL_ADDRESS, NO_EMAIL)
                : found;
    }

    /** Reports a telephone number or a hash in an identifier. */
    List<Violation> disguised(List<Violation> found, EventField field, String text, int traits) {
        List<Violation> all = found;
        if (phone && PhonePattern.isIn(text, traits)) {
            all = Findings.add(all, field, Rule.PHONE_NUMBER, NO_PHONE);
        }
        if (hash && HashPattern.matches(text, traits)) {
            all = Findings.add(all, field, Rule.HASHED_PERSONAL_DATA, NO_HASH);
        }
        return all;
    }
}

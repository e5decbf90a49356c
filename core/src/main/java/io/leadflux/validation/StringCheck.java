package io.leadflux.validation;

import io.leadflux.event.CharTraits;
import io.leadflux.event.EventField;
import java.util.List;

/** The rules for every string that is not blank: its length, its characters, and no personal data in it. */
final class StringCheck {

    private final PersonalData personalData;
    private final int maxLength;
    private final String tooLong;

    StringCheck(PersonalData personalData, int maxLength) {
        this.personalData = personalData;
        this.maxLength = maxLength;
        this.tooLong = "is too long: at most " + maxLength + " characters";
    }

    /** Checks a string that may hold any text. */
    List<Violation> text(List<Violation> found, EventField field, String text, int traits) {
        List<Violation> all = characters(found, field, text, traits);
        return personalData.email(all, field, text, traits, -1);
    }

    /** Checks a string that identifies a visitor or an event, which may be a telephone number or a hash. */
    List<Violation> identifier(List<Violation> found, EventField field, String text, int traits) {
        List<Violation> all = text(found, field, text, traits);
        return personalData.disguised(all, field, text, traits);
    }

    /** Checks a URL whose user info ends at the {@code @} at {@code userInfoEnd}; -1 when there is none. */
    List<Violation> url(List<Violation> found, EventField field, String text, int traits, int userInfoEnd) {
        List<Violation> all = characters(found, field, text, traits);
        return personalData.email(all, field, text, traits, userInfoEnd);
    }

    boolean isTooLong(String text) {
        return text.length() > maxLength;
    }

    private List<Violation> characters(List<Violation> found, EventField field, String text, int traits) {
        List<Violation> all = found;
        if (isTooLong(text)) {
            all = Findings.add(all, field, Rule.STRING_TOO_LONG, tooLong);
        }
        if (CharTraits.has(traits, CharTraits.CONTROL_OR_SURROGATE)) {
            all = controlsAndSurrogates(all, field, text);
        }
        return all;
    }

    private static List<Violation> controlsAndSurrogates(List<Violation> found, EventField field, String text) {
        List<Violation> all = found;
        if (hasControl(text)) {
            all = Findings.add(all, field, Rule.CONTROL_CHARACTER, "must hold no control characters");
        }
        if (hasLoneSurrogate(text)) {
            all = Findings.add(
                    all, field, Rule.LONE_SURROGATE, "must be well-formed Unicode, but holds half a surrogate pair");
        }
        return all;
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLoneSurrogate(String text) {
        int codePoint;
        for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                return true;
            }
        }
        return false;
    }
}

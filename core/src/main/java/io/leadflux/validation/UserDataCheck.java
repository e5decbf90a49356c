package io.leadflux.validation;

import io.leadflux.event.CharTraits;
import io.leadflux.event.EventField;
import io.leadflux.event.UserData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules for {@code user_data}: address, user agent, source, and at least one identifier. */
final class UserDataCheck {

    private final StringCheck strings;
    private final AddressCheck addresses;

    UserDataCheck(StringCheck strings) {
        this.strings = strings;
        this.addresses = new AddressCheck(strings);
    }

    List<Violation> check(List<Violation> found, @Nullable UserData user) {
        if (user == null) {
            return Findings.add(
                    found,
                    EventField.USER_DATA,
                    Rule.USER_DATA_REQUIRED,
                    "is required: address, user agent, identifiers");
        }
        List<Violation> all = addresses.check(found, user.clientIpAddress());
        all = userAgent(all, user.clientUserAgent());
        all = source(all, user);
        all = identifierIfThere(all, EventField.ALEID, user.aleid());
        all = identifierIfThere(all, EventField.CLIENT_ID, user.clientId());
        all = identifierIfThere(all, EventField.ALART, user.alart());
        all = userId(all, user.userId());
        return isPresent(user.clientId()) || isPresent(user.alart()) || isPresent(user.userId())
                ? all
                : Findings.add(
                        all,
                        EventField.USER_DATA,
                        Rule.IDENTIFIER_REQUIRED,
                        "must have at least one of client_id, alart and user_id");
    }

    List<Violation> source(List<Violation> found, UserData user) {
        return user.esi() == null
                ? Findings.add(found, EventField.ESI, Rule.ESI_REQUIRED, "is required: web or app")
                : found;
    }

    List<Violation> userAgent(List<Violation> found, @Nullable String userAgent) {
        int traits = userAgent == null ? 0 : CharTraits.of(userAgent);
        if (userAgent == null || CharTraits.isBlank(traits)) {
            return Findings.add(
                    found,
                    EventField.CLIENT_USER_AGENT,
                    Rule.USER_AGENT_REQUIRED,
                    "is required and must not be blank: the browser's or device's user agent");
        }
        return strings.text(found, EventField.CLIENT_USER_AGENT, userAgent, traits);
    }

    private List<Violation> identifierIfThere(List<Violation> found, EventField field, @Nullable String text) {
        return text == null ? found : identifier(found, field, text);
    }

    /** Checks an identifier that is there; it must not be blank. */
    List<Violation> identifier(List<Violation> found, EventField field, String text) {
        int traits = CharTraits.of(text);
        return CharTraits.isBlank(traits)
                ? Findings.add(found, field, Rule.BLANK_STRING, "must not be blank: leave it out instead")
                : strings.identifier(found, field, text, traits);
    }

    private List<Violation> userId(List<Violation> found, @Nullable String userId) {
        if (userId == null || (CharTraits.areDigits(userId) && !strings.isTooLong(userId))) {
            return found;
        }
        int traits = CharTraits.of(userId);
        if (CharTraits.isBlank(traits)) {
            return Findings.add(
                    found, EventField.USER_ID, Rule.BLANK_STRING, "must not be blank: leave it out instead");
        }
        List<Violation> all = CharTraits.areDigits(userId)
                ? found
                : Findings.add(found, EventField.USER_ID, Rule.USER_ID_NOT_DIGITS, "must hold digits 0 to 9 only");
        return strings.text(all, EventField.USER_ID, userId, traits);
    }

    private static boolean isPresent(@Nullable String identifier) {
        if (identifier == null || identifier.isEmpty()) {
            return false;
        }
        char first = identifier.charAt(0);
        return (first > ' ' && first < 0x7f) || !CharTraits.isBlank(CharTraits.of(identifier));
    }
}

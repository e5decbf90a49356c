package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/**
 * One scan of all texts of an event. Its result is an int: bits that say what the texts are, and their length.
 *
 * <p>The scan reads every character once, mostly by a table and without a branch on it. A text that it finds valid is
 * valid; any other needs the closer look that the validator takes.
 */
final class TextScan {

    /** Set in every result, so that 0 means that there is none yet. */
    private static final int DONE = 1;
    /** A text other than the user agent is not plain. */
    static final int NOT_PLAIN = CharTraits.NOT_PLAIN;
    /** See {@link ServerEvent#isKnownValid()}. */
    static final int NOT_KNOWN_VALID = 1 << 2;
    /** The user agent is not plain. */
    static final int USER_AGENT_NOT_PLAIN = 1 << 3;
    /** How many low bits are reserved for the above; the length of all texts is in the bits above them. */
    static final int BITS = 6;

    /** The characters without which there is no e-mail address and no telephone number in international form. */
    private static final int CONSPICUOUS = CharTraits.AT | CharTraits.PERCENT | CharTraits.PLUS;

    private static final int WORD = CharTraits.NOT_HEX | CharTraits.NOT_PHONE;

    private TextScan() {}

    /**
     * Scans one text after another. Little is carried from text to text, or the loops run short of registers. All is in
     * one method, whose size keeps HotSpot from inlining it into its callers.
     */
    static int of(ServerEvent event) {
        UserData given = event.userData();
        UserData user = given == null ? UserData.NONE : given;
        String url = event.eventSourceUrl();
        int result = ofUrl(url);
        long length = url == null ? 0 : url.length();
        String address = user.clientIpAddress();
        result |= ofAddress(address);
        length += address == null ? 0 : address.length();
        String userAgent = user.clientUserAgent();
        result |= ofUserAgent(userAgent);
        length += userAgent == null ? 0 : userAgent.length();
        String userId = user.userId();
        result |= ofUserId(userId);
        length += userId == null ? 0 : userId.length();
        String aleid = user.aleid();
        result |= ofIdentifier(aleid);
        length += aleid == null ? 0 : aleid.length();
        String clientId = user.clientId();
        result |= ofIdentifier(clientId);
        length += clientId == null ? 0 : clientId.length();
        String alart = user.alart();
        result |= ofIdentifier(alart);
        length += alart == null ? 0 : alart.length();
        String dedupeId = event.dedupeId();
        result |= ofIdentifier(dedupeId);
        length += dedupeId == null ? 0 : dedupeId.length();
        if (clientId == null && alart == null && userId == null) {
            result |= NOT_KNOWN_VALID;
        }
        if (dedupeId != null && dedupeId.equals(aleid)) {
            result |= NOT_KNOWN_VALID;
        }
        EventData data = event.data();
        String currency = data == null ? null : data.currency();
        if (currency != null) {
            result |= CharTraits.of(currency) & NOT_PLAIN;
            length += currency.length();
        }
        if (length > ServerEvent.MAX_TEXT_LENGTH) {
            return DONE | NOT_PLAIN | USER_AGENT_NOT_PLAIN | NOT_KNOWN_VALID | ServerEvent.MAX_TEXT_LENGTH << BITS;
        }
        return DONE | result | (int) length << BITS;
    }

    private static int result(int traits, boolean valid) {
        return (traits & NOT_PLAIN) | (valid ? 0 : NOT_KNOWN_VALID);
    }

    /** A domain is always plain. */
    private static int ofUrl(@Nullable String text) {
        boolean domain = text != null && DomainUrl.isDomain(text);
        return domain ? 0 : notKnownValid(text);
    }

    /** An IP literal is always plain. */
    private static int ofAddress(@Nullable String text) {
        boolean literal = text != null && ClientAddress.isLiteral(text);
        return literal ? 0 : notKnownValid(text);
    }

    private static int notKnownValid(@Nullable String text) {
        return text == null ? NOT_KNOWN_VALID : result(CharTraits.of(text), false);
    }

    /** A user agent may need escapes and go beyond ASCII, but not begin there, where some characters are blank. */
    private static int ofUserAgent(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return NOT_KNOWN_VALID;
        }
        int traits = CharTraits.of(text);
        char first = text.charAt(0);
        boolean usual = (traits & (CharTraits.CONTROL_OR_SURROGATE | CONSPICUOUS)) == 0;
        boolean valid = usual && first > ' ' && first < 0x7f;
        return ((traits & NOT_PLAIN) == 0 ? 0 : USER_AGENT_NOT_PLAIN) | (valid ? 0 : NOT_KNOWN_VALID);
    }

    private static int ofUserId(@Nullable String text) {
        return text == null || CharTraits.areDigits(text) ? 0 : notKnownValid(text);
    }

    /**
     * An identifier with a character that no hash has and one that no telephone number has is neither, and not blank.
     * The name in front of a labelled hash has such characters, so it must not begin like one.
     */
    private static int ofIdentifier(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int traits = CharTraits.of(text);
        boolean word = (traits & (NOT_PLAIN | CONSPICUOUS)) == 0 && (traits & WORD) == WORD;
        return result(traits, word && !beginsLikeAHash(text));
    }

    /** Whether the text begins with md, sh, mh or sd, in upper or lower case. */
    private static boolean beginsLikeAHash(String text) {
        int first = text.charAt(0) | 0x20;
        int second = text.length() == 1 ? 0 : text.charAt(1) | 0x20;
        return (first == 'm' || first == 's') && (second == 'd' || second == 'h');
    }
}

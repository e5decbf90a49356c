package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/**
 * What one look at the texts of an event tells of them, as bits.
 *
 * <p>It takes every character once, mostly by a table, without a branch on it. What it finds sound is so; what may be otherwise only
 * needs a closer look, which is the validator's.
 */
final class TextScan {

    /** Set in every answer, so that 0 can stand for none. */
    private static final int LOOKED_AT = 1;
    /** A text other than the user agent is not plain. */
    static final int NOT_PLAIN = 1 << 1;
    /** See {@link ServerEvent#isSound()}. */
    static final int NOT_SOUND = 1 << 2;
    /** The user agent is not plain. */
    static final int USER_AGENT_NOT_PLAIN = 1 << 5;
    /** How many bits are kept for the answer; above them stands how many characters there are. */
    static final int BITS = 6;

    /** What an e-mail address or a telephone number in the international form cannot do without. */
    private static final int CONSPICUOUS = 1 << 3;
    /** A control character or half of a surrogate pair. */
    private static final int BROKEN = 1 << 4;
    /** Anything but a hexadecimal digit. */
    private static final int NOT_HEX = 1 << 5;
    /** Anything but digits and what people write between them in a telephone number. */
    private static final int NOT_PHONE = 1 << 6;

    private static final int WORD = NOT_HEX | NOT_PHONE;

    private static final byte[] KINDS = new byte[1 << Character.SIZE];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            KINDS[c] = (byte) kind((char) c);
        }
    }

    private TextScan() {}

    private static int kind(char c) {
        boolean plain = c >= ' ' && c < 0x7f && c != '"' && c != '\\';
        boolean broken = Character.isISOControl(c) || Character.isSurrogate(c);
        boolean conspicuous = c == '@' || c == '%' || c == '+';
        boolean digit = c >= '0' && c <= '9';
        boolean hex = digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        boolean phone = digit || " -.()/+".indexOf(c) >= 0;
        int kind = (plain ? 0 : NOT_PLAIN) | (broken ? BROKEN : 0) | (conspicuous ? CONSPICUOUS : 0);
        return kind | (hex ? 0 : NOT_HEX) | (phone ? 0 : NOT_PHONE);
    }

    /**
     * One text after another, with little to be remembered between them, or the loops run short of registers; and all from one
     * method, whose size keeps it a unit of its own for the compiler.
     */
    static int of(ServerEvent event) {
        UserData given = event.userData();
        UserData user = given == null ? UserData.NONE : given;
        String url = event.eventSourceUrl();
        int traits = ofUrl(url);
        long length = url == null ? 0 : url.length();
        String address = user.clientIpAddress();
        traits |= ofAddress(address);
        length += address == null ? 0 : address.length();
        String userAgent = user.clientUserAgent();
        traits |= ofUserAgent(userAgent);
        length += userAgent == null ? 0 : userAgent.length();
        String userId = user.userId();
        traits |= ofUserId(userId);
        length += userId == null ? 0 : userId.length();
        String aleid = user.aleid();
        traits |= ofIdentifier(aleid);
        length += aleid == null ? 0 : aleid.length();
        String clientId = user.clientId();
        traits |= ofIdentifier(clientId);
        length += clientId == null ? 0 : clientId.length();
        String alart = user.alart();
        traits |= ofIdentifier(alart);
        length += alart == null ? 0 : alart.length();
        String dedupeId = event.dedupeId();
        traits |= ofIdentifier(dedupeId);
        length += dedupeId == null ? 0 : dedupeId.length();
        if (clientId == null && alart == null && userId == null) {
            traits |= NOT_SOUND;
        }
        if (dedupeId != null && dedupeId.equals(aleid)) {
            traits |= NOT_SOUND;
        }
        EventData data = event.data();
        String currency = data == null ? null : data.currency();
        if (currency != null) {
            traits |= kinds(currency) & NOT_PLAIN;
            length += currency.length();
        }
        if (length > ServerEvent.MAX_TEXT_LENGTH) {
            return LOOKED_AT | NOT_PLAIN | USER_AGENT_NOT_PLAIN | NOT_SOUND | ServerEvent.MAX_TEXT_LENGTH << BITS;
        }
        return LOOKED_AT | traits | (int) length << BITS;
    }

    /** The kinds of the characters of {@code text}; a plain loop, which the compiler unrolls. */
    private static int kinds(String text) {
        int kinds = 0;
        for (int i = 0; i < text.length(); i++) {
            kinds |= KINDS[text.charAt(i)];
        }
        return kinds;
    }

    private static int traits(int kinds, boolean sound) {
        return (kinds & NOT_PLAIN) | (sound ? 0 : NOT_SOUND);
    }

    /** A domain is plain without a further look. */
    private static int ofUrl(@Nullable String text) {
        boolean domain = text != null && DomainUrl.isDomain(text);
        return domain ? 0 : unsound(text);
    }

    /** A literal is plain without a further look. */
    private static int ofAddress(@Nullable String text) {
        boolean literal = text != null && ClientAddress.isLiteral(text);
        return literal ? 0 : unsound(text);
    }

    private static int unsound(@Nullable String text) {
        return text == null ? NOT_SOUND : traits(kinds(text), false);
    }

    /** It may hold what needs an escape, and go beyond ASCII, but not begin there, where some characters are blank. */
    private static int ofUserAgent(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return NOT_SOUND;
        }
        int kinds = kinds(text);
        char first = text.charAt(0);
        boolean sound = (kinds & (BROKEN | CONSPICUOUS)) == 0 && first > ' ' && first < 0x7f;
        return ((kinds & NOT_PLAIN) == 0 ? 0 : USER_AGENT_NOT_PLAIN) | (sound ? 0 : NOT_SOUND);
    }

    /** Without a branch on any character: where one is no digit, one of the differences is negative. */
    private static int ofUserId(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int signs = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            signs |= (c - '0') | ('9' - c);
        }
        return signs >= 0 && !text.isEmpty() ? 0 : unsound(text);
    }

    /**
     * It is neither blank nor a telephone number nor a hash, for it holds a character that none of these has; and it does not
     * begin as the name of a hash does.
     */
    private static int ofIdentifier(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        int kinds = kinds(text);
        boolean word = (kinds & (NOT_PLAIN | CONSPICUOUS)) == 0 && (kinds & WORD) == WORD;
        return traits(kinds, word && !beginsLikeAHash(text));
    }

    /** Begins with md or sh, or with the other two that differ from these by one letter. */
    private static boolean beginsLikeAHash(String text) {
        int first = text.charAt(0) | 0x20;
        int second = text.length() == 1 ? 0 : text.charAt(1) | 0x20;
        return (first == 'm' || first == 's') && (second == 'd' || second == 'h');
    }
}

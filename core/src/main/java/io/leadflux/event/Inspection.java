package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/**
 * What one look at the texts of an event tells of them, as bits.
 *
 * <p>It takes every character once, by a table, without a branch on it. What it finds sound is so; what may be otherwise only
 * needs a closer look, which is the validator's.
 */
final class Inspection {

    /** Set in every answer, so that 0 can stand for none. */
    private static final int LOOKED_AT = 1;
    /** See {@link ServerEvent#isPlain()}. */
    static final int NOT_PLAIN = 1 << 1;
    /** See {@link ServerEvent#isSound()}. */
    static final int NOT_SOUND = 1 << 2;
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

    private Inspection() {}

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

    static int of(ServerEvent event) {
        UserData given = event.userData();
        UserData user = given == null ? UserData.NONE : given;
        String url = event.eventSourceUrl();
        String address = user.clientIpAddress();
        String userAgent = user.clientUserAgent();
        String userId = user.userId();
        String aleid = user.aleid();
        String clientId = user.clientId();
        String alart = user.alart();
        String dedupeId = event.dedupeId();
        String currency = event.data() == null ? null : event.data().currency();

        int agent = kinds(userAgent);
        int kindsOfAleid = kinds(aleid);
        int kindsOfClientId = kinds(clientId);
        int kindsOfAlart = kinds(alart);
        int kindsOfDedupeId = kinds(dedupeId);
        int seen = kinds(url) | kinds(address) | agent | kinds(userId) | kinds(currency);
        seen |= kindsOfAleid | kindsOfClientId | kindsOfAlart | kindsOfDedupeId;

        boolean sound = url != null
                && DomainUrl.isDomain(url)
                && address != null
                && ClientAddress.isLiteral(address)
                && userAgent != null
                && isUserAgent(userAgent, agent)
                && isUserId(userId)
                && isIdentifier(aleid, kindsOfAleid)
                && isIdentifier(clientId, kindsOfClientId)
                && isIdentifier(alart, kindsOfAlart)
                && isIdentifier(dedupeId, kindsOfDedupeId)
                && (userId != null || clientId != null || alart != null)
                && (dedupeId == null || !dedupeId.equals(aleid));
        long length = length(url) + length(address) + length(userAgent) + length(userId) + length(aleid);
        length += length(clientId) + length(alart) + length(dedupeId) + length(currency);
        int traits = LOOKED_AT | (seen & NOT_PLAIN) | (sound ? 0 : NOT_SOUND);
        return traits | (int) Math.min(length, ServerEvent.MAX_TEXT_LENGTH) << BITS;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** The kinds of the characters of {@code text}; a plain loop, which the compiler unrolls. */
    private static int kinds(@Nullable String text) {
        int kinds = 0;
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                kinds |= KINDS[text.charAt(i)];
            }
        }
        return kinds;
    }

    /** It may hold what needs an escape, and go beyond ASCII, but not begin there, where some characters are blank. */
    private static boolean isUserAgent(String text, int kinds) {
        return (kinds & (BROKEN | CONSPICUOUS)) == 0
                && !text.isEmpty()
                && text.charAt(0) > ' '
                && text.charAt(0) < 0x7f;
    }

    /** Where it is there; without a branch on any character: where one is no digit, one of the differences is negative. */
    private static boolean isUserId(@Nullable String text) {
        if (text == null) {
            return true;
        }
        int signs = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            signs |= (c - '0') | ('9' - c);
        }
        return signs >= 0 && !text.isEmpty();
    }

    /**
     * Where it is there, it is neither blank nor a telephone number nor a hash, for it holds a character that none of these
     * has; and it does not begin as the name of a hash does.
     */
    private static boolean isIdentifier(@Nullable String text, int kinds) {
        return text == null
                || ((kinds & (NOT_PLAIN | CONSPICUOUS)) == 0 && (kinds & WORD) == WORD && !beginsLikeAHash(text));
    }

    /** Begins with md or sh, or with the other two that differ from these by one letter. */
    private static boolean beginsLikeAHash(String text) {
        int first = text.charAt(0) | 0x20;
        int second = text.length() == 1 ? 0 : text.charAt(1) | 0x20;
        return (first == 'm' || first == 's') && (second == 'd' || second == 'h');
    }
}

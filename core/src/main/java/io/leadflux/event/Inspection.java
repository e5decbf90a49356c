package io.leadflux.event;

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
        String texts = event.texts();
        int url = event.end(EventText.EVENT_SOURCE_URL);
        int address = event.end(EventText.CLIENT_IP_ADDRESS);
        int userAgent = event.end(EventText.CLIENT_USER_AGENT);
        int userId = event.end(EventText.USER_ID);
        int aleid = event.end(EventText.ALEID);
        int clientId = event.end(EventText.CLIENT_ID);
        int alart = event.end(EventText.ALART);
        int end = texts.length();

        int agent = kinds(texts, address, userAgent);
        int kindsOfAleid = kinds(texts, userId, aleid);
        int kindsOfClientId = kinds(texts, aleid, clientId);
        int kindsOfAlart = kinds(texts, clientId, alart);
        int kindsOfDedupeId = kinds(texts, alart, end);
        int seen = kinds(texts, 0, address) | agent | kinds(texts, userAgent, userId);
        seen |= kindsOfAleid | kindsOfClientId | kindsOfAlart | kindsOfDedupeId;

        boolean sound = DomainUrl.isDomain(texts, 0, url)
                && ClientAddress.isLiteral(texts, url, address)
                && isUserAgent(texts, address, userAgent, agent)
                && isUserId(event, texts, userAgent, userId)
                && isIdentifier(event.has(EventText.ALEID), texts, userId, kindsOfAleid)
                && isIdentifier(event.has(EventText.CLIENT_ID), texts, aleid, kindsOfClientId)
                && isIdentifier(event.has(EventText.ALART), texts, clientId, kindsOfAlart)
                && isIdentifier(event.has(EventText.DEDUPE_ID), texts, alart, kindsOfDedupeId)
                && (userAgent < userId || aleid < alart)
                && !isAleid(texts, userId, aleid, alart, end);
        EventData data = event.data();
        String currency = data == null ? null : data.currency();
        int kindsOfCurrency = currency == null ? 0 : kinds(currency, 0, currency.length());
        return LOOKED_AT | ((seen | kindsOfCurrency) & NOT_PLAIN) | (sound ? 0 : NOT_SOUND);
    }

    private static boolean isAleid(String texts, int aleid, int aleidEnd, int start, int end) {
        return start < end && end - start == aleidEnd - aleid && texts.regionMatches(aleid, texts, start, end - start);
    }

    /** The kinds of the characters from {@code start} up to {@code end}; a plain loop, which the compiler unrolls. */
    private static int kinds(String text, int start, int end) {
        int kinds = 0;
        for (int i = start; i < end; i++) {
            kinds |= KINDS[text.charAt(i)];
        }
        return kinds;
    }

    /** It may hold what needs an escape, and go beyond ASCII, but not begin there, where some characters are blank. */
    private static boolean isUserAgent(String texts, int start, int end, int kinds) {
        return (kinds & (BROKEN | CONSPICUOUS)) == 0
                && start < end
                && texts.charAt(start) > ' '
                && texts.charAt(start) < 0x7f;
    }

    /** Without a branch on any character: where one is no digit, one of the differences is negative. */
    private static boolean isUserId(ServerEvent event, String texts, int start, int end) {
        int signs = 0;
        for (int i = start; i < end; i++) {
            char c = texts.charAt(i);
            signs |= (c - '0') | ('9' - c);
        }
        return signs >= 0 && (start < end || !event.has(EventText.USER_ID));
    }

    /**
     * Where it is there, it is neither blank nor a telephone number nor a hash, for it holds a character that none of these
     * has; and it does not begin as the name of a hash does.
     */
    private static boolean isIdentifier(boolean there, String texts, int start, int kinds) {
        return !there
                || ((kinds & (NOT_PLAIN | CONSPICUOUS)) == 0
                        && (kinds & WORD) == WORD
                        && !beginsLikeAHash(texts, start));
    }

    /** Begins with md or sh, or with the other two that differ from these by one letter. */
    private static boolean beginsLikeAHash(String texts, int start) {
        int first = texts.charAt(start) | 0x20;
        return (first == 'm' || first == 's') && start + 1 < texts.length() && isDOrH(texts.charAt(start + 1));
    }

    private static boolean isDOrH(char c) {
        int lower = c | 0x20;
        return lower == 'd' || lower == 'h';
    }
}

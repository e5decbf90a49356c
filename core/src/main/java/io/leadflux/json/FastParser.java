package io.leadflux.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.leadflux.event.EventData;
import io.leadflux.event.EventField;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event in its usual form, several times as fast as {@link EventParser}. Used once, by one thread.
 *
 * <p>The usual form is ASCII without control characters and escapes. Known fields come in any order, none of them
 * twice; numbers have at most 18 digits and neither sign nor exponent; spaces may be wherever JSON allows them. At the
 * first byte that differs, this parser gives up, whether the input is wrong or only unusual. {@link EventParser} then
 * reads it from the start. So an event that is read here must equal the one that would be read there.
 *
 * <p>{@code at} is the position of the next byte, or -1 after giving up; every later step then does nothing.
 */
final class FastParser {

    private static final int GIVEN_UP = -1;
    private static final int MAX_DIGITS = 18;
    private static final byte[] PAGE_VIEW = quoted(EventName.PAGE_VIEW.wireName());
    private static final byte[] GENERATE_LEAD = quoted(EventName.GENERATE_LEAD.wireName());
    private static final byte[] WEB = quoted(EventSource.WEB.wireName());
    private static final byte[] APP = quoted(EventSource.APP.wireName());

    private final byte[] bytes;
    private final int end;
    private int at;
    private int seen;

    private FastParser(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /**
     * The event that the bytes hold, or null when it has an unusual form. The bytes are {@linkplain Utf8#isAsciiText
     * text}.
     */
    static @Nullable ServerEvent read(byte[] asciiText, int from, int to) {
        FastParser parser = new FastParser(asciiText, from, to);
        ServerEvent event = parser.event();
        return parser.peek() == 0 && parser.at == to ? event : null;
    }

    private ServerEvent event() {
        ServerEvent.Builder event = ServerEvent.builder();
        take('{');
        for (EventField field = first(EventReader.EVENT); field != null; field = next(EventReader.EVENT, field)) {
            switch (field) {
                case EVENT_TIME -> event.eventTime(Long.valueOf(wholeNumber()));
                case EVENT_SOURCE_URL -> event.eventSourceUrl(string());
                case NAME -> event.name(name());
                case DEDUPE_ID -> event.dedupeId(string());
                case USER_DATA -> event.userData(userData());
                case DATA -> event.data(data());
                default -> giveUp();
            }
        }
        return event.build();
    }

    private UserData userData() {
        UserData.Builder user = UserData.builder();
        take('{');
        for (EventField field = first(EventReader.USER_DATA);
                field != null;
                field = next(EventReader.USER_DATA, field)) {
            switch (field) {
                case CLIENT_IP_ADDRESS -> user.clientIpAddress(string());
                case CLIENT_USER_AGENT -> user.clientUserAgent(string());
                case ALEID -> user.aleid(string());
                case USER_ID -> user.userId(string());
                case CLIENT_ID -> user.clientId(string());
                case ALART -> user.alart(string());
                case ESI -> user.esi(source());
                default -> giveUp();
            }
        }
        return user.build();
    }

    private @Nullable EventData data() {
        if (peek() == 'n') {
            take('n');
            take('u');
            take('l');
            take('l');
            return null;
        }
        String currency = null;
        BigDecimal value = null;
        take('{');
        for (EventField field = first(EventReader.DATA); field != null; field = next(EventReader.DATA, field)) {
            if (field == EventField.CURRENCY) {
                currency = string();
            } else {
                value = decimal();
            }
        }
        return EventData.ofNullable(currency, value);
    }

    // ---- structure

    /** The field after the opening brace; null when the object ends there. */
    private @Nullable EventField first(ObjectFields object) {
        if (peek() == '}') {
            at++;
            return null;
        }
        return field(object, 0);
    }

    /** The field after the value of {@code before}; null when the object ends there. */
    private @Nullable EventField next(ObjectFields object, EventField before) {
        int b = peek();
        if (b == ',') {
            at++;
            return field(object, object.indexOf(before) + 1);
        }
        take('}');
        return null;
    }

    // The guess follows the encoder's order: after a field comes the next one of its object, or one after that.
    private @Nullable EventField field(ObjectFields object, int guess) {
        int start = textStart();
        int index = at == GIVEN_UP ? -1 : object.indexOf(bytes, start, end, guess);
        if (index < 0 || (seen & ObjectFields.bit(object.field(index))) != 0) {
            giveUp();
            return null;
        }
        EventField field = object.field(index);
        seen |= ObjectFields.bit(field);
        at = start + object.nameLength(index);
        take(':');
        return field;
    }

    /** The next byte that is not a space, without taking it; 0 at the end or after giving up. */
    private int peek() {
        if (at == GIVEN_UP) {
            return 0;
        }
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at < end ? bytes[at] : 0;
    }

    private void take(char expected) {
        if (peek() == expected) {
            at++;
        } else {
            giveUp();
        }
    }

    private void giveUp() {
        at = GIVEN_UP;
    }

    // ---- values

    private String string() {
        int start = textStart();
        int textEnd = textEnd(start);
        return at == GIVEN_UP ? "" : new String(bytes, start, textEnd - start, ISO_8859_1);
    }

    private int textStart() {
        take('"');
        return at;
    }

    /** The end of the text that begins at {@code start}. The next byte is then the one after its closing quote. */
    private int textEnd(int start) {
        if (at == GIVEN_UP) {
            return start;
        }
        int stop = Utf8.quoteOrBackslash(bytes, start, end);
        at = stop < end && bytes[stop] == '"' ? stop + 1 : GIVEN_UP;
        return stop;
    }

    private @Nullable EventName name() {
        return isText(PAGE_VIEW)
                ? EventName.PAGE_VIEW
                : orGiveUp(isText(GENERATE_LEAD) ? EventName.GENERATE_LEAD : null);
    }

    private @Nullable EventSource source() {
        return isText(WEB) ? EventSource.WEB : orGiveUp(isText(APP) ? EventSource.APP : null);
    }

    /** Takes that text with its quotes if it comes next; returns whether it did. */
    private boolean isText(byte[] quoted) {
        boolean next = peek() != 0
                && quoted.length <= end - at
                && Arrays.equals(quoted, 0, quoted.length, bytes, at, at + quoted.length);
        at += next ? quoted.length : 0;
        return next;
    }

    private static byte[] quoted(String text) {
        return ('"' + text + '"').getBytes(ISO_8859_1);
    }

    private <T> @Nullable T orGiveUp(@Nullable T constant) {
        if (constant == null) {
            giveUp();
        }
        return constant;
    }

    private long wholeNumber() {
        int first = peek();
        int start = at;
        long value = digits(0);
        checkDigits(start, at, first);
        return value;
    }

    private BigDecimal decimal() {
        int first = peek();
        int start = at;
        long unscaled = digits(0);
        int whole = at;
        int scale = 0;
        if (at != GIVEN_UP && at < end && bytes[at] == '.') {
            at++;
            unscaled = digits(unscaled);
            scale = at - whole - 1;
        }
        checkDigits(start, whole, first);
        if (at - start > MAX_DIGITS || (at > whole && scale == 0)) {
            giveUp();
        }
        return BigDecimal.valueOf(unscaled, Math.max(0, scale));
    }

    private long digits(long before) {
        long value = before;
        for (; at != GIVEN_UP && at < end && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            value = value * 10 + bytes[at] - '0';
        }
        return value;
    }

    // If there are too many digits, the value has overflowed by now; it is discarded.
    private void checkDigits(int start, int digitsEnd, int first) {
        int count = digitsEnd - start;
        if (at == GIVEN_UP || count < 1 || count > MAX_DIGITS || (first == '0' && count > 1)) {
            giveUp();
        }
    }
}

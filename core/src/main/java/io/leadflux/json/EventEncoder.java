package io.leadflux.json;

import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the provider's format: JSON in UTF-8 without white space, the fields always in the same order.
 *
 * <ul>
 *   <li>{@code data} is always written, as {@code null} if the event has none. Any other missing field is left out, so
 *       you can write an incomplete event too.
 *   <li>Strings are raw UTF-8. Escaped are only the characters that JSON requires and unpaired surrogates, as
 *       {@code \}{@code uXXXX}. Reading returns the same string.
 *   <li>Decimals are exact and without an exponent ({@code 0.000001}, never {@code 1E-6}). Only a number longer than
 *       1,100 characters, such as {@code 1E+999999999}, has one.
 * </ul>
 *
 * <p>All methods are pure and thread-safe. Writing to a {@link Utf8Buffer} that is large enough allocates nothing.
 *
 * <p>Texts that {@linkplain ServerEvent#isPlain() need no escapes} are copied. The event remembers whether they do, so
 * a validated event is not scanned again.
 */
public final class EventEncoder {

    // Every field brings the comma before it; the brace replaces that of an object's first field.
    private static final Name EVENT_TIME = Name.of(",\"event_time\":");
    private static final Name EVENT_SOURCE_URL = Name.of(",\"event_source_url\":\"");
    private static final Name PAGE_VIEW = Name.of(",\"name\":\"page_view\"");
    private static final Name GENERATE_LEAD = Name.of(",\"name\":\"generate_lead\"");
    private static final Name USER_DATA = Name.of(",\"user_data\":");
    private static final Name CLIENT_IP_ADDRESS = Name.of(",\"client_ip_address\":\"");
    private static final Name CLIENT_USER_AGENT = Name.of(",\"client_user_agent\":\"");
    private static final Name ALEID = Name.of(",\"aleid\":\"");
    private static final Name USER_ID = Name.of(",\"user_id\":\"");
    private static final Name CLIENT_ID = Name.of(",\"client_id\":\"");
    private static final Name ALART = Name.of(",\"alart\":\"");
    private static final Name ESI_WEB = Name.of(",\"esi\":\"web\"");
    private static final Name ESI_APP = Name.of(",\"esi\":\"app\"");
    private static final Name DATA = Name.of(",\"data\":");
    private static final Name NO_DATA = Name.of(",\"data\":null");
    private static final Name CURRENCY = Name.of(",\"currency\":\"");
    private static final Name VALUE = Name.of(",\"value\":");
    private static final Name DEDUPE_ID = Name.of(",\"dedupe_id\":\"");

    /**
     * An event takes at most this and a byte per character of its texts, unless these go beyond ASCII or numbers are
     * long.
     */
    private static final int FIXED_ROOM = 512;

    private EventEncoder() {}

    /** The event as one JSON object. */
    public static byte[] encode(ServerEvent event) {
        Utf8Buffer out = Utf8Buffer.create();
        encode(event, out);
        return out.toByteArray();
    }

    /**
     * Appends the event as one JSON object to {@code out}.
     *
     * <p>One method writes all fields: its size keeps HotSpot from inlining it into its callers. The common case never
     * asks for room, so all of it can be inlined here.
     */
    public static void encode(ServerEvent event, Utf8Buffer out) {
        boolean allPlain = event.isPlain();
        boolean plain = event.isPlainButForUserAgent();
        int room = FIXED_ROOM + event.textLength();
        out.reserve(room);
        int start = out.length;
        Long eventTime = event.eventTime();
        if (eventTime != null) {
            EVENT_TIME.write(out);
            JsonNumbers.write(eventTime, out);
        }
        write(EVENT_SOURCE_URL, event.eventSourceUrl(), plain, room, out);
        EventName name = event.name();
        if (name != null) {
            (name == EventName.PAGE_VIEW ? PAGE_VIEW : GENERATE_LEAD).write(out);
        }
        UserData userData = event.userData();
        if (userData != null) {
            USER_DATA.write(out);
            int startOfUser = out.length;
            write(CLIENT_IP_ADDRESS, userData.clientIpAddress(), plain, room, out);
            write(CLIENT_USER_AGENT, userData.clientUserAgent(), allPlain, room, out);
            write(ALEID, userData.aleid(), plain, room, out);
            write(USER_ID, userData.userId(), plain, room, out);
            write(CLIENT_ID, userData.clientId(), plain, room, out);
            write(ALART, userData.alart(), plain, room, out);
            EventSource esi = userData.esi();
            if (esi != null) {
                (esi == EventSource.WEB ? ESI_WEB : ESI_APP).write(out);
            }
            endObject(startOfUser, out);
        }
        EventData data = event.data();
        if (data == null) {
            NO_DATA.write(out);
        } else {
            DATA.write(out);
            int startOfData = out.length;
            write(CURRENCY, data.currency(), plain, room, out);
            BigDecimal value = data.value();
            if (value != null) {
                VALUE.write(out);
                JsonNumbers.write(value, room, out);
            }
            endObject(startOfData, out);
        }
        write(DEDUPE_ID, event.dedupeId(), plain, room, out);
        out.array[start] = '{'; // in place of a comma, since data is always there
        out.array[out.length++] = '}';
    }

    /** @param room how much room to leave after the text */
    private static void write(Name nameAndQuote, @Nullable String text, boolean plain, int room, Utf8Buffer out) {
        if (text == null) {
            return;
        }
        nameAndQuote.write(out);
        if (plain) {
            JsonStrings.writePlain(text, out);
        } else {
            JsonStrings.writeEscaped(text, room, out);
        }
        out.array[out.length++] = '"';
    }

    private static void endObject(int start, Utf8Buffer out) {
        if (out.length == start) {
            out.array[out.length++] = '{';
        } else {
            out.array[start] = '{';
        }
        out.array[out.length++] = '}';
    }
}

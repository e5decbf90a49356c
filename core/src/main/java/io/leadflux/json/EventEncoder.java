package io.leadflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as the provider takes them: JSON in UTF-8, without white space, the fields always in the same order.
 *
 * <p>{@code data} is always there, as {@code null} where the event has none; any other missing field is left out, so an
 * incomplete event can be written too. Strings are raw UTF-8 but for what JSON makes one escape, and for surrogates
 * without their other half, which become {@code \}{@code uXXXX}: reading gives the same string back. Decimals are exact
 * and plain ({@code 0.000001}, never {@code 1E-6}) up to 1,100 characters; a value whose plain form would be longer, such
 * as {@code 1E+999999999}, is written with an exponent.
 *
 * <p>All methods are pure and thread-safe. Writing to a {@link Utf8Buffer} that is large enough allocates nothing. What an
 * event {@linkplain ServerEvent#isPlain() remembers of its texts} since it was validated spares a second look at them; an event
 * that nobody has looked at yet is looked at here.
 */
public final class EventEncoder {

    private static final byte[] EVENTS = ascii("{\"events\":[");
    private static final byte[] EVENTS_END = ascii("]}");

    // Every field brings the comma before it; that of an object's first field gives its place to the brace.
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

    /** An event takes no more than this and a byte for each character of its texts, unless these are beyond ASCII or long numbers. */
    static final int FIXED_ROOM = 512;

    // One buffer waits for the next batch; whoever finds none makes its own.
    private static final int MAX_SPARE = 128 * 1024;
    private static final AtomicReference<@Nullable Utf8Buffer> SPARE = new AtomicReference<>();

    private EventEncoder() {}

    /** The event as one JSON object. */
    public static byte[] encode(ServerEvent event) {
        Utf8Buffer out = Utf8Buffer.create();
        encode(event, out);
        return out.toByteArray();
    }

    /**
     * The body of a request: {@code {"events":[…]}}, the events in the list's order. How many the provider takes at once
     * is not checked here.
     */
    public static byte[] encodeBatch(List<ServerEvent> events) {
        Utf8Buffer spare = SPARE.getAndSet(null);
        Utf8Buffer out = spare == null ? Utf8Buffer.create(MAX_SPARE / 2) : spare;
        out.truncate(0);
        encodeBatch(events, out);
        byte[] body = out.toByteArray();
        if (out.capacity() <= MAX_SPARE) {
            SPARE.set(out);
        }
        return body;
    }

    private static void encodeBatch(List<ServerEvent> events, Utf8Buffer out) {
        out.append(EVENTS);
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                out.append((byte) ',');
            }
            encode(events.get(i), out);
        }
        out.append(EVENTS_END);
    }

    /**
     * Appends the event as one JSON object to {@code out}. One method with all fields, whose size keeps it a unit of its own for
     * the compiler; and what is common in it never asks for room, so that all of it has a place in that unit.
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
        out.array[start] = '{'; // for there is always data
        out.array[out.length++] = '}';
    }

    /** @param room what must be left behind the text */
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

    private static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }
}

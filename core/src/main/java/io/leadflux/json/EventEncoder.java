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
 * <p>All methods are pure and thread-safe. Writing to a {@link Utf8Buffer} that is large enough allocates nothing.
 */
public final class EventEncoder {

    private static final byte[] EVENTS = ascii("{\"events\":[");
    private static final byte[] EVENTS_END = ascii("]}");

    // Every field brings the comma before it; that of an object's first field gives its place to the brace.
    private static final byte[] EVENT_TIME = ascii(",\"event_time\":");
    private static final byte[] EVENT_SOURCE_URL = ascii(",\"event_source_url\":\"");
    private static final byte[] PAGE_VIEW = ascii(",\"name\":\"page_view\"");
    private static final byte[] GENERATE_LEAD = ascii(",\"name\":\"generate_lead\"");
    private static final byte[] USER_DATA = ascii(",\"user_data\":");
    private static final byte[] CLIENT_IP_ADDRESS = ascii(",\"client_ip_address\":\"");
    private static final byte[] CLIENT_USER_AGENT = ascii(",\"client_user_agent\":\"");
    private static final byte[] ALEID = ascii(",\"aleid\":\"");
    private static final byte[] USER_ID = ascii(",\"user_id\":\"");
    private static final byte[] CLIENT_ID = ascii(",\"client_id\":\"");
    private static final byte[] ALART = ascii(",\"alart\":\"");
    private static final byte[] ESI_WEB = ascii(",\"esi\":\"web\"");
    private static final byte[] ESI_APP = ascii(",\"esi\":\"app\"");
    private static final byte[] DATA = ascii(",\"data\":");
    private static final byte[] NO_DATA = ascii(",\"data\":null");
    private static final byte[] CURRENCY = ascii(",\"currency\":\"");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] DEDUPE_ID = ascii(",\"dedupe_id\":\"");

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

    /** Appends the event as one JSON object to {@code out}. */
    public static void encode(ServerEvent event, Utf8Buffer out) {
        int start = out.length();
        Long eventTime = event.eventTime();
        if (eventTime != null) {
            out.append(EVENT_TIME);
            JsonNumbers.write(eventTime, out);
        }
        write(EVENT_SOURCE_URL, event.eventSourceUrl(), out);
        write(event.name(), out);
        write(event.userData(), out);
        write(event.data(), out);
        write(DEDUPE_ID, event.dedupeId(), out);
        endObject(start, out);
    }

    private static void write(@Nullable EventName name, Utf8Buffer out) {
        if (name != null) {
            out.append(name == EventName.PAGE_VIEW ? PAGE_VIEW : GENERATE_LEAD);
        }
    }

    private static void write(@Nullable UserData userData, Utf8Buffer out) {
        if (userData == null) {
            return;
        }
        out.append(USER_DATA);
        int start = out.length();
        write(CLIENT_IP_ADDRESS, userData.clientIpAddress(), out);
        write(CLIENT_USER_AGENT, userData.clientUserAgent(), out);
        write(ALEID, userData.aleid(), out);
        write(USER_ID, userData.userId(), out);
        write(CLIENT_ID, userData.clientId(), out);
        write(ALART, userData.alart(), out);
        EventSource esi = userData.esi();
        if (esi != null) {
            out.append(esi == EventSource.WEB ? ESI_WEB : ESI_APP);
        }
        endObject(start, out);
    }

    private static void write(@Nullable EventData data, Utf8Buffer out) {
        if (data == null) {
            out.append(NO_DATA);
            return;
        }
        out.append(DATA);
        int start = out.length();
        write(CURRENCY, data.currency(), out);
        BigDecimal value = data.value();
        if (value != null) {
            out.append(VALUE);
            JsonNumbers.write(value, out);
        }
        endObject(start, out);
    }

    private static void write(byte[] nameAndQuote, @Nullable String text, Utf8Buffer out) {
        if (text != null) {
            out.append(nameAndQuote);
            JsonStrings.write(text, out);
            out.append((byte) '"');
        }
    }

    private static void endObject(int start, Utf8Buffer out) {
        if (out.length() == start) {
            out.append((byte) '{');
        } else {
            out.array()[start] = '{';
        }
        out.append((byte) '}');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(UTF_8);
    }
}

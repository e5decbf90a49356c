package io.leadflux.benchmarks.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/** Code written by hand on Jackson's generator: field names encoded beforehand, one output stream for all batches. */
final class JacksonStreaming {

    private static final SerializedString EVENTS = new SerializedString("events");
    private static final SerializedString EVENT_TIME = new SerializedString("event_time");
    private static final SerializedString EVENT_SOURCE_URL = new SerializedString("event_source_url");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString USER_DATA = new SerializedString("user_data");
    private static final SerializedString DATA = new SerializedString("data");
    private static final SerializedString DEDUPE_ID = new SerializedString("dedupe_id");
    private static final SerializedString CLIENT_IP_ADDRESS = new SerializedString("client_ip_address");
    private static final SerializedString CLIENT_USER_AGENT = new SerializedString("client_user_agent");
    private static final SerializedString ALEID = new SerializedString("aleid");
    private static final SerializedString USER_ID = new SerializedString("user_id");
    private static final SerializedString CLIENT_ID = new SerializedString("client_id");
    private static final SerializedString ALART = new SerializedString("alart");
    private static final SerializedString ESI = new SerializedString("esi");
    private static final SerializedString CURRENCY = new SerializedString("currency");
    private static final SerializedString VALUE = new SerializedString("value");

    private final JsonFactory factory = new JsonFactory();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * 1024);

    byte[] batch(List<WireEvent> events) {
        bytes.reset();
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeName(EVENTS);
            out.writeStartArray();
            for (int i = 0; i < events.size(); i++) {
                write(out, events.get(i));
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, WireEvent event) {
        out.writeStartObject();
        Long eventTime = event.eventTime;
        if (eventTime != null) {
            out.writeName(EVENT_TIME);
            out.writeNumber(eventTime.longValue());
        }
        write(out, EVENT_SOURCE_URL, event.eventSourceUrl);
        write(out, NAME, event.name);
        write(out, event.userData);
        write(out, event.data);
        write(out, DEDUPE_ID, event.dedupeId);
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, @Nullable WireUser user) {
        if (user == null) {
            return;
        }
        out.writeName(USER_DATA);
        out.writeStartObject();
        write(out, CLIENT_IP_ADDRESS, user.clientIpAddress);
        write(out, CLIENT_USER_AGENT, user.clientUserAgent);
        write(out, ALEID, user.aleid);
        write(out, USER_ID, user.userId);
        write(out, CLIENT_ID, user.clientId);
        write(out, ALART, user.alart);
        write(out, ESI, user.esi);
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, @Nullable WireData data) {
        out.writeName(DATA);
        if (data == null) {
            out.writeNull();
            return;
        }
        out.writeStartObject();
        write(out, CURRENCY, data.currency);
        BigDecimal value = data.value;
        if (value != null) {
            out.writeName(VALUE);
            out.writeNumber(value);
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, SerializedString name, @Nullable String text) {
        if (text != null) {
            out.writeName(name);
            out.writeString(text);
        }
    }
}

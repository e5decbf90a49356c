package io.leadflux.examples.sample;

import io.leadflux.event.EventData;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of an event, field by field, so that it can be broken in ways that a {@link ServerEvent} cannot express. A
 * path is a field's name, or its object's name, a dot and its name.
 */
final class EditableEvent {

    private static final String USER_DATA = "user_data";
    private static final String DATA = "data";

    private final Map<String, String> event = new LinkedHashMap<>();
    private final Map<String, String> userData = new LinkedHashMap<>();
    private final Map<String, String> data = new LinkedHashMap<>();

    private EditableEvent() {}

    /** The fields of a complete event. */
    static EditableEvent of(ServerEvent source) {
        EditableEvent editable = new EditableEvent();
        put(editable.event, "name", quoted(source.name()));
        put(editable.event, "event_time", String.valueOf(source.eventTime()));
        put(editable.event, "event_source_url", quoted(source.eventSourceUrl()));
        editable.event.put(USER_DATA, "");
        editable.event.put(DATA, source.data() == null ? "null" : "");
        put(editable.event, "dedupe_id", quoted(source.dedupeId()));
        editable.putUserData(source.userData());
        editable.putData(source.data());
        return editable;
    }

    private void putUserData(@Nullable UserData source) {
        if (source != null) {
            put(userData, "client_ip_address", quoted(source.clientIpAddress()));
            put(userData, "client_user_agent", quoted(source.clientUserAgent()));
            put(userData, "esi", quoted(source.esi()));
            put(userData, "aleid", quoted(source.aleid()));
            put(userData, "client_id", quoted(source.clientId()));
            put(userData, "alart", quoted(source.alart()));
            put(userData, "user_id", quoted(source.userId()));
        }
    }

    private void putData(@Nullable EventData source) {
        if (source != null && source.value() != null) {
            put(data, "currency", quoted(source.currency()));
            put(data, "value", source.value().toPlainString());
        }
    }

    private static void put(Map<String, String> object, String field, @Nullable String json) {
        if (json != null) {
            object.put(field, json);
        }
    }

    private static @Nullable String quoted(@Nullable Object value) {
        return value == null ? null : '"' + value.toString() + '"';
    }

    /** Sets a field to a string, whose characters need no escape or are already escaped. */
    EditableEvent text(String path, String value) {
        return raw(path, '"' + value + '"');
    }

    /** Sets a field to any JSON, or to what should be JSON. */
    EditableEvent raw(String path, String json) {
        objectOf(path).put(nameOf(path), json);
        return this;
    }

    /** Removes fields. */
    EditableEvent without(String... paths) {
        for (String path : paths) {
            objectOf(path).remove(nameOf(path));
        }
        return this;
    }

    /** The event as one line. */
    String json() {
        StringJoiner json = new StringJoiner(",", "{", "}");
        event.forEach((field, value) -> json.add('"' + field + "\":" + (value.isEmpty() ? object(field) : value)));
        return json.toString();
    }

    private String object(String field) {
        StringJoiner json = new StringJoiner(",", "{", "}");
        (field.equals(DATA) ? data : userData).forEach((name, value) -> json.add('"' + name + "\":" + value));
        return json.toString();
    }

    private Map<String, String> objectOf(String path) {
        if (path.startsWith(USER_DATA + '.')) {
            return userData;
        }
        return path.startsWith(DATA + '.') ? data : event;
    }

    private static String nameOf(String path) {
        return path.substring(path.indexOf('.') + 1);
    }
}

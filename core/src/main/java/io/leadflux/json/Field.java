package io.leadflux.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every field that the provider lists, by its path on the wire. */
enum Field {
    EVENT_TIME("event_time"),
    EVENT_SOURCE_URL("event_source_url"),
    NAME("name"),
    USER_DATA("user_data"),
    DATA("data"),
    DEDUPE_ID("dedupe_id"),
    CLIENT_IP_ADDRESS("user_data.client_ip_address"),
    CLIENT_USER_AGENT("user_data.client_user_agent"),
    ALEID("user_data.aleid"),
    USER_ID("user_data.user_id"),
    CLIENT_ID("user_data.client_id"),
    ALART("user_data.alart"),
    ESI("user_data.esi"),
    CURRENCY("data.currency"),
    VALUE("data.value");

    private static final Map<String, Field> BY_PATH = byPath();

    private final String path;

    Field(String path) {
        this.path = path;
    }

    /** The path on the wire, such as {@code user_data.esi}. */
    String path() {
        return path;
    }

    /** The path of the object that holds the field; empty for the event itself. */
    String parent() {
        int dot = path.indexOf('.');
        return dot < 0 ? "" : path.substring(0, dot);
    }

    /** The name on the wire, such as {@code esi}. */
    String wireName() {
        return path.substring(path.indexOf('.') + 1);
    }

    /** Whether the field holds other fields. */
    boolean isObject() {
        return this == USER_DATA || this == DATA;
    }

    /** The field with that path, or null. */
    static @Nullable Field ofPath(String path) {
        return BY_PATH.get(path);
    }

    private static Map<String, Field> byPath() {
        Map<String, Field> fields = new HashMap<>();
        for (Field field : values()) {
            fields.put(field.path, field);
        }
        return fields;
    }
}

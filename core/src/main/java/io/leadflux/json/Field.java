package io.leadflux.json;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every field that the provider lists, by its path on the wire. */
enum Field {
    EVENT_TIME(0, "event_time"),
    EVENT_SOURCE_URL(1, "event_source_url"),
    NAME(2, "name"),
    USER_DATA(3, "user_data"),
    DATA(4, "data"),
    DEDUPE_ID(5, "dedupe_id"),
    CLIENT_IP_ADDRESS(6, "user_data.client_ip_address"),
    CLIENT_USER_AGENT(7, "user_data.client_user_agent"),
    ALEID(8, "user_data.aleid"),
    USER_ID(9, "user_data.user_id"),
    CLIENT_ID(10, "user_data.client_id"),
    ALART(11, "user_data.alart"),
    ESI(12, "user_data.esi"),
    CURRENCY(13, "data.currency"),
    VALUE(14, "data.value");

    private static final Map<String, Field> BY_PATH = byPath();

    private final int number;
    private final String path;

    Field(int number, String path) {
        this.number = number;
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

    /** Its place among all fields in the order in which they are written. */
    int number() {
        return number;
    }

    /** The field's own bit in a set of fields. */
    int bit() {
        return 1 << number;
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

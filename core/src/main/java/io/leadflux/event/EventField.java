package io.leadflux.event;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an event as the provider spells them, in the order in which they are written.
 *
 * <p>A violation names a field by its {@linkplain #path() path}.
 */
public enum EventField {
    /** {@code event_time}. */
    EVENT_TIME("event_time"),
    /** {@code event_source_url}. */
    EVENT_SOURCE_URL("event_source_url"),
    /** {@code name}. */
    NAME("name"),
    /** {@code user_data}, an object. */
    USER_DATA("user_data"),
    /** {@code data}, an object. */
    DATA("data"),
    /** {@code dedupe_id}. */
    DEDUPE_ID("dedupe_id"),
    /** {@code user_data.client_ip_address}. */
    CLIENT_IP_ADDRESS(USER_DATA, "client_ip_address"),
    /** {@code user_data.client_user_agent}. */
    CLIENT_USER_AGENT(USER_DATA, "client_user_agent"),
    /** {@code user_data.aleid}. */
    ALEID(USER_DATA, "aleid"),
    /** {@code user_data.user_id}. */
    USER_ID(USER_DATA, "user_id"),
    /** {@code user_data.client_id}. */
    CLIENT_ID(USER_DATA, "client_id"),
    /** {@code user_data.alart}. */
    ALART(USER_DATA, "alart"),
    /** {@code user_data.esi}. */
    ESI(USER_DATA, "esi"),
    /** {@code data.currency}. */
    CURRENCY(DATA, "currency"),
    /** {@code data.value}. */
    VALUE(DATA, "value");

    private static final Map<String, EventField> BY_PATH = byPath();

    private final @Nullable EventField parent;
    private final String wireName;
    private final String path;

    EventField(String wireName) {
        this.parent = null;
        this.wireName = wireName;
        this.path = wireName;
    }

    EventField(EventField parent, String wireName) {
        this.parent = parent;
        this.wireName = wireName;
        this.path = parent.path + '.' + wireName;
    }

    /** The field that holds this one; null for a field of the event itself. */
    public @Nullable EventField parent() {
        return parent;
    }

    /** The name within its object, such as {@code esi}. */
    public String wireName() {
        return wireName;
    }

    /** The path from the event, such as {@code user_data.esi}. */
    public String path() {
        return path;
    }

    /** The constant with that path, or null when the provider knows no such field; case matters. */
    public static @Nullable EventField ofPath(String path) {
        return BY_PATH.get(path);
    }

    private static Map<String, EventField> byPath() {
        Map<String, EventField> fields = new HashMap<>();
        for (EventField field : values()) {
            fields.put(field.path, field);
        }
        return fields;
    }
}

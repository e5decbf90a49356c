package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/** Where an event happened: the values of {@code user_data.esi}. */
public enum EventSource {
    /** In a browser. */
    WEB("web"),
    /** In an app. */
    APP("app");

    private final String wireName;

    EventSource(String wireName) {
        this.wireName = wireName;
    }

    /** The value as the provider spells it. */
    public String wireName() {
        return wireName;
    }

    /** The constant for a value on the wire, or null when the provider knows no such source; case matters. */
    public static @Nullable EventSource ofWireName(String wireName) {
        return switch (wireName) {
            case "web" -> WEB;
            case "app" -> APP;
            default -> null;
        };
    }

    /** The value as the provider spells it. */
    @Override
    public String toString() {
        return wireName;
    }
}

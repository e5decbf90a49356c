package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/** The names of the only two events that the provider takes from a restricted advertiser. */
public enum EventName {
    /** A visitor saw a page; {@code data} is null. */
    PAGE_VIEW("page_view"),
    /** A visitor became a lead; {@code data} holds a currency and a value. */
    GENERATE_LEAD("generate_lead");

    private final String wireName;

    EventName(String wireName) {
        this.wireName = wireName;
    }

    /** The name as the provider spells it. */
    public String wireName() {
        return wireName;
    }

    /** The constant for a name on the wire, or null when the provider knows no such event; case matters. */
    public static @Nullable EventName ofWireName(String wireName) {
        return switch (wireName) {
            case "page_view" -> PAGE_VIEW;
            case "generate_lead" -> GENERATE_LEAD;
            default -> null;
        };
    }

    /** The name as the provider spells it. */
    @Override
    public String toString() {
        return wireName;
    }
}

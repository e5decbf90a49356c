package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/** One of the texts of an event, in the order in which {@link ServerEvent#texts()} holds them. */
public enum EventText {
    /** {@code event_source_url}. */
    EVENT_SOURCE_URL(null),
    /** {@code user_data.client_ip_address}. */
    CLIENT_IP_ADDRESS(EVENT_SOURCE_URL),
    /** {@code user_data.client_user_agent}. */
    CLIENT_USER_AGENT(CLIENT_IP_ADDRESS),
    /** {@code user_data.user_id}. */
    USER_ID(CLIENT_USER_AGENT),
    /** {@code user_data.aleid}. */
    ALEID(USER_ID),
    /** {@code user_data.client_id}. */
    CLIENT_ID(ALEID),
    /** {@code user_data.alart}. */
    ALART(CLIENT_ID),
    /** {@code dedupe_id}. */
    DEDUPE_ID(ALART);

    /** The text in front of this one. */
    final @Nullable EventText before;

    /** What stands for it in a set of texts; those of all are below {@link #BITS_END}. */
    final int bit;

    static final int BITS_END = DEDUPE_ID.bit << 1;

    EventText(@Nullable EventText before) {
        this.before = before;
        this.bit = before == null ? 1 : before.bit << 1;
    }
}

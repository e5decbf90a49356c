package io.leadflux.event;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event as the provider takes it.
 *
 * <p>Immutable and thread-safe. Any field may be missing, so that a stream can carry an invalid event too; the
 * validator says what is wrong with it. {@link #toString()} shows the name, the time and the {@code dedupe_id}, if it
 * is {@linkplain LoggableId fit for a log}, and nothing about a person.
 */
public final class ServerEvent {

    /** The greatest value of {@link #textLength()}. */
    static final int MAX_TEXT_LENGTH = -1 >>> TextScan.BITS;

    private final @Nullable EventName name;
    private final @Nullable Long eventTime;
    private final @Nullable String eventSourceUrl;
    private final @Nullable UserData userData;
    private final @Nullable EventData data;
    private final @Nullable String dedupeId;

    /** The result of the {@link TextScan}; 0 before the first. Threads that scan at once get the same result. */
    private int scan;

    private ServerEvent(Builder builder) {
        this.name = builder.name;
        this.eventTime = builder.eventTime;
        this.eventSourceUrl = builder.eventSourceUrl;
        this.userData = builder.userData;
        this.data = builder.data;
        this.dedupeId = builder.dedupeId;
    }

    /** A builder of a {@code page_view}, whose {@code data} is null. */
    public static Builder pageView() {
        return new Builder().name(EventName.PAGE_VIEW);
    }

    /**
     * A builder of a {@code generate_lead}.
     *
     * @param currency three letters of ISO 4217, upper case
     * @param value the lead's worth in units of the currency; 0 for a duplicate or a low-quality lead
     */
    public static Builder generateLead(String currency, BigDecimal value) {
        return new Builder().name(EventName.GENERATE_LEAD).data(EventData.of(currency, value));
    }

    /** As {@link #generateLead(String, BigDecimal)}, for a whole number. */
    public static Builder generateLead(String currency, long value) {
        return generateLead(currency, BigDecimal.valueOf(value));
    }

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from this event. */
    public Builder toBuilder() {
        return new Builder()
                .name(name)
                .eventTime(eventTime)
                .eventSourceUrl(eventSourceUrl)
                .userData(userData)
                .data(data)
                .dedupeId(dedupeId);
    }

    /** This event with another {@code dedupe_id}. */
    public ServerEvent withDedupeId(String dedupeId) {
        return toBuilder().dedupeId(requireNonNull(dedupeId, "dedupeId")).build();
    }

    /** What happened, or null when missing. */
    public @Nullable EventName name() {
        return name;
    }

    /** When it happened, in milliseconds since the Unix epoch, or null when missing. */
    public @Nullable Long eventTime() {
        return eventTime;
    }

    /** Where it happened: scheme and host, such as {@code https://example.com}; null when missing. */
    public @Nullable String eventSourceUrl() {
        return eventSourceUrl;
    }

    /** Who caused it, or null when missing. */
    public @Nullable UserData userData() {
        return userData;
    }

    /** What the lead is worth; null for a {@code page_view}. */
    public @Nullable EventData data() {
        return data;
    }

    /** The id by which the provider finds duplicates, or null; the client assigns one to every event that has none. */
    public @Nullable String dedupeId() {
        return dedupeId;
    }

    // ---- what is known about the texts: scanned once, when first asked for, and remembered

    /**
     * Whether every text of this event is plain: printable ASCII without {@code "} and {@code \}. JSON needs no escapes
     * for such a text.
     *
     * <p>An event without texts is plain. One with more than 67,108,863 characters counts as not plain.
     */
    public boolean isPlain() {
        return (scan() & (TextScan.NOT_PLAIN | TextScan.USER_AGENT_NOT_PLAIN)) == 0;
    }

    /** As {@link #isPlain()}, for every text but the user agent, the only one that often goes beyond ASCII. */
    public boolean isPlainButForUserAgent() {
        return (scan() & TextScan.NOT_PLAIN) == 0;
    }

    /**
     * Whether every text but the currency is known to break no rule, except perhaps the one on its length. False means
     * nothing: the texts may be valid all the same, so validate them. Nearly every valid event is known to be.
     *
     * <p>Known to be valid are: a domain; an IP literal; a user agent; a {@code user_id} of digits; identifiers that
     * hold nothing like an e-mail address, a telephone number or a hash. Each is there if it is required, one
     * identifier of the visitor among them. The {@code dedupe_id}, if any, differs from the {@code aleid}.
     */
    public boolean isKnownValid() {
        return (scan() & TextScan.NOT_KNOWN_VALID) == 0;
    }

    /** How many characters (UTF-16 units) all texts of this event have together, but at most 67,108,863. */
    public int textLength() {
        return scan() >>> TextScan.BITS;
    }

    private int scan() {
        int known = scan;
        if (known == 0) {
            known = TextScan.of(this);
            scan = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerEvent that
                && name == that.name
                && Objects.equals(eventTime, that.eventTime)
                && Objects.equals(eventSourceUrl, that.eventSourceUrl)
                && Objects.equals(userData, that.userData)
                && Objects.equals(data, that.data)
                && Objects.equals(dedupeId, that.dedupeId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, eventTime, eventSourceUrl, userData, data, dedupeId);
    }

    /** Name, time and {@code dedupe_id} as a {@link LoggableId}; never a field about a person. */
    @Override
    public String toString() {
        return "ServerEvent{name=" + name + ", event_time=" + eventTime + ", dedupe_id=" + LoggableId.of(dedupeId)
                + '}';
    }

    /** Collects the fields of a {@link ServerEvent}; not thread-safe. A null unsets a field. */
    public static final class Builder {

        private @Nullable EventName name;
        private @Nullable Long eventTime;
        private @Nullable String eventSourceUrl;
        private @Nullable UserData userData;
        private @Nullable EventData data;
        private @Nullable String dedupeId;

        private Builder() {}

        /** What happened. */
        public Builder name(@Nullable EventName name) {
            this.name = name;
            return this;
        }

        /** When it happened, in milliseconds since the Unix epoch. */
        public Builder eventTime(@Nullable Long eventTime) {
            this.eventTime = eventTime;
            return this;
        }

        /** When it happened, truncated to milliseconds. */
        public Builder eventTime(Instant eventTime) {
            return eventTime(Long.valueOf(eventTime.toEpochMilli()));
        }

        /**
         * Where it happened, truncated to scheme and host. {@link DomainUrl#truncate(String)} does that to any absolute
         * URL.
         */
        public Builder eventSourceUrl(@Nullable String eventSourceUrl) {
            this.eventSourceUrl = eventSourceUrl;
            return this;
        }

        /** Who caused it. */
        public Builder userData(@Nullable UserData userData) {
            this.userData = userData;
            return this;
        }

        /** What the lead is worth; null for a {@code page_view}. */
        public Builder data(@Nullable EventData data) {
            this.data = data;
            return this;
        }

        /** The id by which the provider finds duplicates, such as an order id or a UUID; unique to this event. */
        public Builder dedupeId(@Nullable String dedupeId) {
            this.dedupeId = dedupeId;
            return this;
        }

        /** The immutable event; you can go on using the builder. */
        public ServerEvent build() {
            return new ServerEvent(this);
        }
    }
}

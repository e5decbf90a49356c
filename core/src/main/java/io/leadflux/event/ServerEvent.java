package io.leadflux.event;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event as the provider takes it.
 *
 * <p>Immutable and safe to share. Any field may be missing, so that a stream can carry an event to its verdict; what must
 * be there is the validator's business. {@link #toString()} shows the name, the time and the {@code dedupe_id}, and
 * nothing about a person.
 */
public final class ServerEvent {

    /** The most that {@link #textLength()} tells: 67,108,863. */
    public static final int MAX_TEXT_LENGTH = -1 >>> TextScan.BITS;

    private final @Nullable EventName name;
    private final @Nullable Long eventTime;
    private final @Nullable String eventSourceUrl;
    private final @Nullable UserData userData;
    private final @Nullable EventData data;
    private final @Nullable String dedupeId;

    /** What was found out about the texts when first asked for, 0 until then. Threads that ask at once find the same. */
    private int traits;

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
     * @param value the lead's worth in units of the currency; 0 for a duplicate or a lead of low quality
     */
    public static Builder generateLead(String currency, BigDecimal value) {
        return new Builder().name(EventName.GENERATE_LEAD).data(EventData.of(currency, value));
    }

    /** As {@link #generateLead(String, BigDecimal)}, for a whole amount. */
    public static Builder generateLead(String currency, long value) {
        return generateLead(currency, BigDecimal.valueOf(value));
    }

    /** A builder in which nothing is set. */
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

    /** The event's own id for de-duplication, or null; the client gives one to every event that has none. */
    public @Nullable String dedupeId() {
        return dedupeId;
    }

    // ---- what is known of the texts

    /**
     * Whether every text of this event is plain: printable ASCII without {@code "} and {@code \}, which JSON writes as it
     * is. An event without texts is plain; one with more than {@link #MAX_TEXT_LENGTH} characters is never called so.
     *
     * <p>The first call looks at every character; the answer is remembered, so that whoever asks later, such as the encoder
     * after the validator, need not look again.
     */
    public boolean isPlain() {
        return (traits() & (TextScan.NOT_PLAIN | TextScan.USER_AGENT_NOT_PLAIN)) == 0;
    }

    /** As {@link #isPlain()}, of every text but the user agent, which alone is often beyond ASCII. Remembered as well. */
    public boolean isPlainButForUserAgent() {
        return (traits() & TextScan.NOT_PLAIN) == 0;
    }

    /**
     * Whether all texts but the currency are there that must be, and certainly break no rule but that for their length: a
     * domain, an IP literal, a user agent, digits for a {@code user_id}, identifiers that hold nothing like an e-mail address,
     * a telephone number or a hash of one, one of them at least for the visitor, and a {@code dedupe_id}, if any, that is not
     * the {@code aleid}. Nearly every right event is sound; of one that is not, nothing is said. Remembered as well.
     */
    public boolean isSound() {
        return (traits() & TextScan.NOT_SOUND) == 0;
    }

    /**
     * How many characters (UTF-16 units) all texts of this event have together; {@link #MAX_TEXT_LENGTH} when there are more.
     * Remembered as well.
     */
    public int textLength() {
        return traits() >>> TextScan.BITS;
    }

    private int traits() {
        int known = traits;
        if (known == 0) {
            known = TextScan.of(this);
            traits = known;
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

    /** Name, time and {@code dedupe_id}; never a field about a person. */
    @Override
    public String toString() {
        return "ServerEvent{name=" + name + ", event_time=" + eventTime + ", dedupe_id=" + dedupeId + '}';
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

        /** When it happened; cut to whole milliseconds. */
        public Builder eventTime(Instant eventTime) {
            return eventTime(Long.valueOf(eventTime.toEpochMilli()));
        }

        /**
         * Where it happened, truncated to the domain: scheme and host. {@link DomainUrl#truncate(String)} makes one from
         * any absolute URL.
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

        /** The event's own id for de-duplication, such as an order id or a UUID; never that of another event. */
        public Builder dedupeId(@Nullable String dedupeId) {
            this.dedupeId = dedupeId;
            return this;
        }

        /** The immutable event; the builder can be used further. */
        public ServerEvent build() {
            return new ServerEvent(this);
        }
    }
}

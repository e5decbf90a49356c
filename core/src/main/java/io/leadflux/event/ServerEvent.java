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
 *
 * <p>An event that waits, by the ten thousand when the provider is down, is a few objects however many fields it has: all its
 * texts lie one after another in a single string. {@link #text(EventText)} and {@link #userData()} copy out of it, anew at
 * each call; whoever only reads can do without a copy, by {@link #texts()}, {@link #start(EventText)} and
 * {@link #end(EventText)}.
 */
public final class ServerEvent {

    private static final int HAS_TIME = EventText.BITS_END;
    private static final int HAS_USER = HAS_TIME << 1;

    private final @Nullable EventName name;
    private final @Nullable EventSource esi;
    private final @Nullable EventData data;
    private final long eventTime;

    /** All texts, one behind the other in the order of {@link EventText}, and where each but the last ends. */
    private final String texts;

    private final int urlEnd;
    private final int addressEnd;
    private final int userAgentEnd;
    private final int userIdEnd;
    private final int aleidEnd;
    private final int clientIdEnd;
    private final int alartEnd;

    /** Which texts are there, each by its bit, and {@link #HAS_TIME} and {@link #HAS_USER}. */
    private final int there;

    /** What was found out about the texts when first asked for, 0 until then. Threads that ask at once find the same. */
    private int traits;

    private ServerEvent(Builder builder) {
        UserData user = builder.userData == null ? UserData.NONE : builder.userData;
        String url = orEmpty(builder.eventSourceUrl);
        String address = orEmpty(user.clientIpAddress());
        String userAgent = orEmpty(user.clientUserAgent());
        String userId = orEmpty(user.userId());
        String aleid = orEmpty(user.aleid());
        String clientId = orEmpty(user.clientId());
        String alart = orEmpty(user.alart());
        this.urlEnd = url.length();
        this.addressEnd = urlEnd + address.length();
        this.userAgentEnd = addressEnd + userAgent.length();
        this.userIdEnd = userAgentEnd + userId.length();
        this.aleidEnd = userIdEnd + aleid.length();
        this.clientIdEnd = aleidEnd + clientId.length();
        this.alartEnd = clientIdEnd + alart.length();
        this.texts = url + address + userAgent + userId + aleid + clientId + alart + orEmpty(builder.dedupeId);
        this.there = bit(EventText.EVENT_SOURCE_URL, builder.eventSourceUrl)
                | bit(EventText.CLIENT_IP_ADDRESS, user.clientIpAddress())
                | bit(EventText.CLIENT_USER_AGENT, user.clientUserAgent())
                | bit(EventText.USER_ID, user.userId())
                | bit(EventText.ALEID, user.aleid())
                | bit(EventText.CLIENT_ID, user.clientId())
                | bit(EventText.ALART, user.alart())
                | bit(EventText.DEDUPE_ID, builder.dedupeId)
                | (builder.eventTime == null ? 0 : HAS_TIME)
                | (builder.userData == null ? 0 : HAS_USER);
        this.name = builder.name;
        this.esi = user.esi();
        this.data = builder.data;
        this.eventTime = builder.eventTime == null ? 0 : builder.eventTime;
    }

    /** The same event with another {@code dedupe_id}, which is the last of the texts. */
    private ServerEvent(ServerEvent event, String dedupeId) {
        this.urlEnd = event.urlEnd;
        this.addressEnd = event.addressEnd;
        this.userAgentEnd = event.userAgentEnd;
        this.userIdEnd = event.userIdEnd;
        this.aleidEnd = event.aleidEnd;
        this.clientIdEnd = event.clientIdEnd;
        this.alartEnd = event.alartEnd;
        this.texts = event.texts.substring(0, event.alartEnd).concat(dedupeId);
        this.there = event.there | bit(EventText.DEDUPE_ID, dedupeId);
        this.name = event.name;
        this.esi = event.esi;
        this.data = event.data;
        this.eventTime = event.eventTime;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int bit(EventText field, @Nullable String text) {
        return text == null ? 0 : field.bit;
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
                .eventTime(eventTime())
                .eventSourceUrl(eventSourceUrl())
                .userData(userData())
                .data(data)
                .dedupeId(dedupeId());
    }

    /** This event with another {@code dedupe_id}. */
    public ServerEvent withDedupeId(String dedupeId) {
        return new ServerEvent(this, requireNonNull(dedupeId, "dedupeId"));
    }

    /** What happened, or null when missing. */
    public @Nullable EventName name() {
        return name;
    }

    /** When it happened, in milliseconds since the Unix epoch, or null when missing. */
    public @Nullable Long eventTime() {
        return hasEventTime() ? eventTime : null;
    }

    /** Where it happened: scheme and host, such as {@code https://example.com}; null when missing. */
    public @Nullable String eventSourceUrl() {
        return text(EventText.EVENT_SOURCE_URL);
    }

    /** Who caused it, or null when missing; made anew at each call. */
    public @Nullable UserData userData() {
        if (!hasUserData()) {
            return null;
        }
        return UserData.builder()
                .clientIpAddress(text(EventText.CLIENT_IP_ADDRESS))
                .clientUserAgent(text(EventText.CLIENT_USER_AGENT))
                .esi(esi)
                .aleid(text(EventText.ALEID))
                .clientId(text(EventText.CLIENT_ID))
                .alart(text(EventText.ALART))
                .userId(text(EventText.USER_ID))
                .build();
    }

    /** What the lead is worth; null for a {@code page_view}. */
    public @Nullable EventData data() {
        return data;
    }

    /** The event's own id for de-duplication, or null; the client gives one to every event that has none. */
    public @Nullable String dedupeId() {
        return text(EventText.DEDUPE_ID);
    }

    // ---- without making an object

    /** Whether there is an {@link #eventTime()}. */
    public boolean hasEventTime() {
        return (there & HAS_TIME) != 0;
    }

    /** As {@link #eventTime()}; 0 when missing. */
    public long eventTimeMillis() {
        return eventTime;
    }

    /** Whether there is a {@link #userData()}. */
    public boolean hasUserData() {
        return (there & HAS_USER) != 0;
    }

    /** Where it happened, as in {@link #userData()}; null when missing. */
    public @Nullable EventSource esi() {
        return esi;
    }

    /** All texts but the currency, one behind the other in the order of {@link EventText}; a missing one takes no place. */
    public String texts() {
        return texts;
    }

    /** Whether the text is there; it may be empty. */
    public boolean has(EventText text) {
        return (there & text.bit) != 0;
    }

    /** Where the text begins in {@link #texts()}. */
    public int start(EventText text) {
        return text.before == null ? 0 : end(text.before);
    }

    /** Where the text ends in {@link #texts()}, exclusive. */
    public int end(EventText text) {
        // For a constant, which it nearly always is, the compiler drops all comparisons; it cannot do so with a switch.
        if (text == EventText.EVENT_SOURCE_URL) {
            return urlEnd;
        }
        if (text == EventText.CLIENT_IP_ADDRESS) {
            return addressEnd;
        }
        if (text == EventText.CLIENT_USER_AGENT) {
            return userAgentEnd;
        }
        if (text == EventText.USER_ID) {
            return userIdEnd;
        }
        if (text == EventText.ALEID) {
            return aleidEnd;
        }
        if (text == EventText.CLIENT_ID) {
            return clientIdEnd;
        }
        return text == EventText.ALART ? alartEnd : texts.length();
    }

    /** A copy of the text, or null when missing. */
    public @Nullable String text(EventText text) {
        return has(text) ? texts.substring(start(text), end(text)) : null;
    }

    /** How many characters (UTF-16 units) all texts of this event have together, the currency included. */
    public int textLength() {
        return texts.length()
                + (data == null || data.currency() == null ? 0 : data.currency().length());
    }

    // ---- what is known of the texts

    /**
     * Whether every text of this event is plain: printable ASCII without {@code "} and {@code \}, which JSON writes as it
     * is. An event without texts is plain.
     *
     * <p>The first call looks at every character; the answer is remembered, so that whoever asks later, such as the encoder
     * after the validator, need not look again.
     */
    public boolean isPlain() {
        return (traits() & Inspection.NOT_PLAIN) == 0;
    }

    /**
     * Whether all texts but the currency are there that must be, and certainly break no rule but that for their length: a
     * domain, an IP literal, a user agent, digits for a {@code user_id}, identifiers that hold nothing like an e-mail address,
     * a telephone number or a hash of one, one of them at least for the visitor, and a {@code dedupe_id}, if any, that is not
     * the {@code aleid}. Nearly every right event is sound; of one that is not, nothing is said. Remembered as well.
     */
    public boolean isSound() {
        return (traits() & Inspection.NOT_SOUND) == 0;
    }

    private int traits() {
        int known = traits;
        if (known == 0) {
            known = Inspection.of(this);
            traits = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerEvent that
                && name == that.name
                && esi == that.esi
                && there == that.there
                && eventTime == that.eventTime
                && endsAsIn(that)
                && texts.equals(that.texts)
                && Objects.equals(data, that.data);
    }

    private boolean endsAsIn(ServerEvent that) {
        return urlEnd == that.urlEnd
                && addressEnd == that.addressEnd
                && userAgentEnd == that.userAgentEnd
                && userIdEnd == that.userIdEnd
                && aleidEnd == that.aleidEnd
                && clientIdEnd == that.clientIdEnd
                && alartEnd == that.alartEnd;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, esi, there, eventTime, texts, data);
    }

    /** Name, time and {@code dedupe_id}; never a field about a person. */
    @Override
    public String toString() {
        return "ServerEvent{name=" + name + ", event_time=" + eventTime() + ", dedupe_id=" + dedupeId() + '}';
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

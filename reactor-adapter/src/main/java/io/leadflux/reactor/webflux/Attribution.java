package io.leadflux.reactor.webflux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.EventReader;
import io.leadflux.json.ReadResult;
import io.leadflux.validation.Violation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * What one request told of its visitor, ready to go into events.
 *
 * <p>{@link AttributionWebFilter} makes one for each exchange whose visitor agreed, and puts it into the Reactor
 * Context. There is none where the visitor did not agree or the filter did not run. Immutable and safe to share. {@link
 * #toString()} shows nothing about the visitor.
 */
public final class Attribution {

    private static final EventReader READER = EventReader.create();

    private final UserData userData;
    private final @Nullable String eventSourceUrl;
    private final long time;
    private final UUID pageViewId;
    private final InstantSource clock;

    private Attribution(
            UserData userData, @Nullable String eventSourceUrl, long time, UUID pageViewId, InstantSource clock) {
        this.userData = userData;
        this.eventSourceUrl = eventSourceUrl;
        this.time = time;
        this.pageViewId = pageViewId;
        this.clock = clock;
    }

    /** What is known now of a visitor. */
    static Attribution create(
            UserData userData, @Nullable String eventSourceUrl, UUID pageViewId, InstantSource clock) {
        return new Attribution(userData, eventSourceUrl, clock.millis(), pageViewId, clock);
    }

    // ---- in the Reactor Context
    // ----------------------------------------------------------------------------------------

    /**
     * The attribution of the exchange that is being served; empty when the visitor did not agree or the filter did not
     * run. For instance {@code Mono.deferContextual(context -> Mono.justOrEmpty(Attribution.from(context)))}.
     */
    public static Optional<Attribution> from(ContextView context) {
        return context.getOrEmpty(Attribution.class);
    }

    /** {@code context} with this attribution in it, where {@link #from(ContextView)} finds it. */
    public Context putInto(Context context) {
        return context.put(Attribution.class, this);
    }

    // ---- events
    // ----------------------------------------------------------------------------------------------------------

    /**
     * A {@code page_view} of this request, filled: its time is the request's, and its {@code dedupe_id} is the same at
     * each call, and that of the automatic page view, so that two reports of the page count once.
     */
    public ServerEvent.Builder pageView() {
        return ServerEvent.pageView()
                .eventTime(time)
                .eventSourceUrl(eventSourceUrl)
                .userData(userData)
                .dedupeId(pageViewId.toString());
    }

    /**
     * A {@code generate_lead} of this visitor, filled: its time is now, and its {@code dedupe_id} is a new one at each
     * call. A job that sends one lead again after a failure keeps the built event, or sets its own stable id.
     *
     * @param currency three letters of ISO 4217, upper case
     * @param value the lead's worth in units of the currency; 0 for a duplicate or a lead of low quality
     */
    public ServerEvent.Builder lead(String currency, BigDecimal value) {
        return ServerEvent.generateLead(currency, value)
                .eventTime(clock.millis())
                .eventSourceUrl(eventSourceUrl)
                .userData(userData)
                .dedupeId(RandomIds.derive(pageViewId).toString());
    }

    /** As {@link #lead(String, BigDecimal)}, for a whole amount. */
    public ServerEvent.Builder lead(String currency, long value) {
        return lead(currency, BigDecimal.valueOf(value));
    }

    /**
     * This attribution with the customer's id in your system, which then goes into its events and snapshots.
     *
     * @param userId ASCII digits; anything else makes the events invalid
     */
    public Attribution withUserId(String userId) {
        UserData known =
                userData.toBuilder().userId(requireNonNull(userId, "userId")).build();
        return new Attribution(known, eventSourceUrl, time, pageViewId, clock);
    }

    /** Who the visitor is, in the provider's terms. */
    public UserData userData() {
        return userData;
    }

    /** The site's scheme and host, or null when the request did not tell. */
    public @Nullable String eventSourceUrl() {
        return eventSourceUrl;
    }

    /** When the request came, in whole milliseconds. */
    public Instant time() {
        return Instant.ofEpochMilli(time);
    }

    // ---- snapshot
    // --------------------------------------------------------------------------------------------------------

    /**
     * This attribution as a small JSON object, to be stored with a form's data and read by
     * {@link #ofSnapshot(String)} when the lead is known, be it days later. It is the page view in the provider's wire
     * form, and as personal as the form's data: at most a few kilobytes with address, user agent and identifiers.
     */
    public String snapshot() {
        return new String(EventEncoder.encode(pageView().build()), UTF_8);
    }

    /**
     * The attribution that {@link #snapshot()} wrote. Reading is strict and takes at most 64 KiB of UTF-8. The values
     * are not judged again; the client's validator does that with each event.
     *
     * @throws IllegalArgumentException when {@code json} is no snapshot; the message repeats nothing of it
     */
    public static Attribution ofSnapshot(String json) {
        ReadResult result = READER.read(requireNonNull(json, "json").getBytes(UTF_8));
        ServerEvent event = result.event();
        if (event == null || !result.isWellFormed()) {
            throw new IllegalArgumentException("json is no snapshot: "
                    + result.violations().stream().map(Violation::rule).toList());
        }
        Long time = event.eventTime();
        UserData userData = event.userData();
        String id = event.dedupeId();
        if (event.name() != EventName.PAGE_VIEW
                || event.data() != null
                || time == null
                || userData == null
                || id == null) {
            throw new IllegalArgumentException(
                    "json is no snapshot: not a page_view with time, user_data and dedupe_id");
        }
        return new Attribution(userData, event.eventSourceUrl(), time, uuid(id), InstantSource.system());
    }

    private static UUID uuid(String text) {
        if (text.length() != 36) {
            throw notUuid();
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw notUuid();
        }
    }

    // The cause is left out on purpose: its message may quote the id.
    private static IllegalArgumentException notUuid() {
        return new IllegalArgumentException("json is no snapshot: its dedupe_id is no UUID");
    }

    // ---- as a value
    // ------------------------------------------------------------------------------------------------------

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attribution that
                && time == that.time
                && pageViewId.equals(that.pageViewId)
                && userData.equals(that.userData)
                && Objects.equals(eventSourceUrl, that.eventSourceUrl);
    }

    @Override
    public int hashCode() {
        return Objects.hash(time, pageViewId, userData, eventSourceUrl);
    }

    /** The time and the id of the page view; never a field about the visitor. */
    @Override
    public String toString() {
        return "Attribution{time=" + time() + ", page_view=" + pageViewId + '}';
    }
}

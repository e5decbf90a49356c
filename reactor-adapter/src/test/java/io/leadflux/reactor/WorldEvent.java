package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import org.jspecify.annotations.Nullable;

/** One event of a simulated world: what the world did with it, and what everybody said of it. */
final class WorldEvent {

    private static final long TIME_ZERO = 1_793_000_000_000L;
    private static final ServerEvent[] MADE = new ServerEvent[1 << 13];

    final int number;
    final ServerEvent event;

    /** Whether it breaks a rule of validation. */
    final boolean invalid;

    /** The status with which the provider refuses any batch that holds it; 0 when it accepts the event. */
    final int refusal;

    /** The client's time at which it came in. */
    final long submittedAt;

    /** Whether it came in through the sink. */
    boolean inSink;

    /** Whether its result must be seen, and as soon as it is known. */
    boolean watched;

    @Nullable
    DeliveryResult result;

    long answeredAt;

    /** How it ended, as the client's listener was told; null while it has not, or when there is no listener. */
    @Nullable
    Outcome ending;

    long endedAt;
    int letters;

    /** Whether the client has taken it in: the call that gave it has returned. */
    boolean given;

    int posts;

    /** The number of the last request that held it. */
    int lastPost;

    /** Whether a batch that held it was refused or keeps failing, so that it may be sent in parts. */
    boolean suspect;

    int taken;
    boolean flying;
    boolean acknowledged;

    /** Whether some attempt's fate was left open. */
    boolean doubtful;

    /** How often a request with nothing else in it was refused. */
    int refusedAlone;

    /** Whether such a refusal had a reason that is not in the event. */
    boolean wronged;

    WorldEvent(int number, boolean invalid, int refusal, long submittedAt) {
        this.number = number;
        this.invalid = invalid;
        this.refusal = refusal;
        this.submittedAt = submittedAt;
        ServerEvent valid = valid(number);
        this.event = invalid ? valid.toBuilder().eventSourceUrl(null).build() : valid;
    }

    /** Whether its first request has not begun though it should be on its way. */
    boolean isWaiting() {
        return given && !invalid && posts == 0 && !hasEnded();
    }

    boolean hasEnded() {
        return ending != null || result != null;
    }

    /** How it ended; only when it has. */
    Outcome outcome() {
        return ending != null ? ending : requireNonNull(result).outcome();
    }

    static int numberOf(ServerEvent event) {
        return (int) (requireNonNull(event.eventTime()) - TIME_ZERO);
    }

    private static ServerEvent valid(int number) {
        if (number >= MADE.length) {
            return make(number);
        }
        ServerEvent made = MADE[number];
        if (made == null) {
            made = make(number);
            MADE[number] = made;
        }
        return made;
    }

    private static ServerEvent make(int number) {
        UserData visitor = requireNonNull(Events.valid(number).userData()).toBuilder()
                .clientUserAgent("agent " + "x".repeat(number * 37 % 211))
                .build();
        ServerEvent.Builder builder = number % 3 == 0 ? ServerEvent.generateLead("EUR", 5) : ServerEvent.pageView();
        return builder.eventTime(TIME_ZERO + number)
                .eventSourceUrl("https://shop.example")
                .userData(visitor)
                .dedupeId(number % 11 == 0 ? null : "event-" + number)
                .build();
    }

    @Override
    public String toString() {
        return "event " + number + (refusal == 0 ? "" : " (" + refusal + ")") + ", posts " + posts + ", taken " + taken
                + ", letters "
                + letters + ", submitted at " + submittedAt / 1_000_000 + " ms, ended " + ending + " at "
                + endedAt / 1_000_000
                + " ms, answered at " + answeredAt / 1_000_000 + " ms: " + result;
    }
}

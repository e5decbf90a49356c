package io.leadflux.delivery;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one event. Immutable; {@link #toString()} shows nothing about a person.
 */
public final class DeliveryResult {

    /** A {@link ServerEvent} or an {@link EncodedEvent}. */
    private final Object event;

    private final Outcome outcome;
    private final int attempts;
    private final boolean mayBeDuplicate;
    private final List<Violation> violations;
    private final @Nullable DeliveryException cause;

    private DeliveryResult(
            Object event,
            Outcome outcome,
            int attempts,
            boolean mayBeDuplicate,
            List<Violation> violations,
            @Nullable DeliveryException cause) {
        this.event = requireNonNull(event, "event");
        this.outcome = outcome;
        this.attempts = attempts;
        this.mayBeDuplicate = mayBeDuplicate;
        this.violations = violations;
        this.cause = cause;
    }

    /** The provider has taken the event, in the last of {@code attempts} POSTs. */
    public static DeliveryResult accepted(ServerEvent event, int attempts, boolean mayBeDuplicate) {
        return new DeliveryResult(event, Outcome.ACCEPTED, attempts, mayBeDuplicate, List.of(), null);
    }

    /** As {@link #accepted(ServerEvent, int, boolean)}; the event is read when it is asked for. */
    public static DeliveryResult accepted(EncodedEvent event, int attempts, boolean mayBeDuplicate) {
        return new DeliveryResult(event, Outcome.ACCEPTED, attempts, mayBeDuplicate, List.of(), null);
    }

    /** The event broke these rules and was never sent. */
    public static DeliveryResult invalid(ServerEvent event, List<Violation> violations) {
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("violations must not be empty");
        }
        return new DeliveryResult(event, Outcome.INVALID, 0, false, List.copyOf(violations), null);
    }

    /**
     * The event was not accepted after {@code attempts} POSTs.
     *
     * @param outcome any but {@link Outcome#ACCEPTED} and {@link Outcome#INVALID}
     */
    public static DeliveryResult failed(
            ServerEvent event, Outcome outcome, int attempts, boolean mayBeDuplicate, DeliveryException cause) {
        return failure(event, outcome, attempts, mayBeDuplicate, cause);
    }

    /**
     * As {@link #failed(ServerEvent, Outcome, int, boolean, DeliveryException)}; the event is read when it is asked for.
     */
    public static DeliveryResult failed(
            EncodedEvent event, Outcome outcome, int attempts, boolean mayBeDuplicate, DeliveryException cause) {
        return failure(event, outcome, attempts, mayBeDuplicate, cause);
    }

    private static DeliveryResult failure(
            Object event, Outcome outcome, int attempts, boolean mayBeDuplicate, DeliveryException cause) {
        if (outcome == Outcome.ACCEPTED || outcome == Outcome.INVALID) {
            throw new IllegalArgumentException("outcome must be a failed delivery, not " + outcome);
        }
        return new DeliveryResult(event, outcome, attempts, mayBeDuplicate, List.of(), requireNonNull(cause, "cause"));
    }

    /**
     * The event as it was sent or would have been: its {@code dedupe_id} is the one that the client gave it. Of an event that
     * waited in a sink for an outage to end it is an equal one rather than the same object, and read when it is first asked for.
     */
    public ServerEvent event() {
        return event instanceof EncodedEvent encoded ? encoded.event() : (ServerEvent) event;
    }

    /** The event's name, for which no event is read; null where it has none. */
    public @Nullable EventName eventName() {
        return event instanceof EncodedEvent encoded ? encoded.name() : ((ServerEvent) event).name();
    }

    /** How its way ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the provider has taken the event. */
    public boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    /** How many POSTs held the event; 0 when none did. */
    public int attempts() {
        return attempts;
    }

    /**
     * Whether the provider may have taken the event in an attempt whose answer never arrived. With another outcome than
     * accepted it says: perhaps it counted after all. With accepted it says: perhaps it counted twice, should the
     * provider's de-duplication have missed it.
     */
    public boolean mayBeDuplicate() {
        return mayBeDuplicate;
    }

    /** The rules that the event broke; empty unless the outcome is {@link Outcome#INVALID}. */
    public List<Violation> violations() {
        return violations;
    }

    /** Why it was not accepted; null when it was, or when {@link #violations()} say it. */
    public @Nullable DeliveryException cause() {
        return cause;
    }

    @Override
    public String toString() {
        return "DeliveryResult{" + outcome
                + ", event=" + event()
                + ", attempts=" + attempts
                + ", mayBeDuplicate=" + mayBeDuplicate
                + ", violations=" + violations
                + ", cause=" + (cause == null ? "none" : cause.getMessage()) + '}';
    }
}

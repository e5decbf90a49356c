package io.leadflux.delivery;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the delivery of one event ended. Immutable.
 *
 * <p>{@link #toString()} shows the event's name, time and {@code dedupe_id}, if it is {@linkplain
 * io.leadflux.event.LoggableId fit for a log}, and nothing about a person.
 */
public final class DeliveryResult {

    private final ServerEvent event;
    private final Outcome outcome;
    private final int attempts;
    private final boolean mayBeDuplicate;
    private final List<Violation> violations;
    private final @Nullable DeliveryException cause;

    private DeliveryResult(
            ServerEvent event,
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

    /**
     * The result of an event that the provider accepted.
     *
     * @param attempts how many requests carried the event; the last of them was accepted
     * @param mayBeDuplicate see {@link #mayBeDuplicate()}
     */
    public static DeliveryResult accepted(ServerEvent event, int attempts, boolean mayBeDuplicate) {
        return new DeliveryResult(event, Outcome.ACCEPTED, attempts, mayBeDuplicate, List.of(), null);
    }

    /**
     * The result of an event that broke rules and was never sent.
     *
     * @param violations the rules that it broke; at least one
     */
    public static DeliveryResult invalid(ServerEvent event, List<Violation> violations) {
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("violations must not be empty");
        }
        return new DeliveryResult(event, Outcome.INVALID, 0, false, List.copyOf(violations), null);
    }

    /**
     * The result of an event that could not be delivered.
     *
     * @param outcome any but {@link Outcome#ACCEPTED} and {@link Outcome#INVALID}
     * @param attempts how many requests carried the event
     * @param mayBeDuplicate see {@link #mayBeDuplicate()}
     */
    public static DeliveryResult failed(
            ServerEvent event, Outcome outcome, int attempts, boolean mayBeDuplicate, DeliveryException cause) {
        if (outcome == Outcome.ACCEPTED || outcome == Outcome.INVALID) {
            throw new IllegalArgumentException("outcome must be a failed delivery, not " + outcome);
        }
        return new DeliveryResult(event, outcome, attempts, mayBeDuplicate, List.of(), requireNonNull(cause, "cause"));
    }

    /**
     * The event, the same object that the client sent or would have sent. Its {@code dedupe_id} is the one that the
     * client assigned, if you set none.
     */
    public ServerEvent event() {
        return event;
    }

    /** How the delivery ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the provider accepted the event. */
    public boolean isAccepted() {
        return outcome == Outcome.ACCEPTED;
    }

    /** How many requests carried the event; 0 when none did. */
    public int attempts() {
        return attempts;
    }

    /**
     * Whether the provider may have accepted the event in an attempt whose response never arrived.
     *
     * <p>If the event was not accepted, it may have counted all the same. If it was accepted, it may have counted
     * twice, should the provider's de-duplication have missed it.
     */
    public boolean mayBeDuplicate() {
        return mayBeDuplicate;
    }

    /** The rules that the event broke; empty unless the outcome is {@link Outcome#INVALID}. Immutable. */
    public List<Violation> violations() {
        return violations;
    }

    /** Why the event was not delivered; null when it was accepted or {@linkplain Outcome#INVALID invalid}. */
    public @Nullable DeliveryException cause() {
        return cause;
    }

    @Override
    public String toString() {
        return "DeliveryResult{" + outcome
                + ", event=" + event
                + ", attempts=" + attempts
                + ", mayBeDuplicate=" + mayBeDuplicate
                + ", violations=" + violations
                + ", cause=" + (cause == null ? "none" : cause.getMessage()) + '}';
    }
}

package io.leadflux.reactor;

import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Whether POSTs may start: freely, not at all for a while, or one at a time to find out. It shuts when going on would only
 * do harm, and what waits behind it keeps; after a wait that grows each time it lets one probe through. Belongs to the
 * dispatcher.
 */
final class Gate {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);

    private enum State {
        OPEN,
        SHUT,
        PROBING
    }

    private final SignalLoop loop;
    private final Backoff backoff;
    private State state = State.OPEN;
    private Health cause = Health.UP;
    private int shutInARow;

    Gate(SignalLoop loop, Backoff backoff) {
        this.loop = loop;
        this.backoff = backoff;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isShut() {
        return state == State.SHUT;
    }

    boolean isProbing() {
        return state == State.PROBING;
    }

    /** Why the gate is not open; {@link Health#UP} when it is. */
    Health cause() {
        return cause;
    }

    /**
     * Shuts for a while.
     *
     * @param atLeast how many nanoseconds the provider asked for
     * @param because what the log tells of it, once for each cause
     */
    void shut(Health reason, long atLeast, Object because) {
        if (cause != reason) {
            LOG.warn("Sending pauses: {} ({})", reason, because);
        }
        state = State.SHUT;
        cause = reason;
        shutInARow++;
        loop.later(Math.max(backoff.steadyDelayNanos(shutInARow), atLeast), this::probe);
    }

    private void probe() {
        if (state == State.SHUT) {
            state = State.PROBING;
        }
    }

    /** Opens if a probe was let through to see whether {@code reason} is over. */
    void openAfter(Health reason) {
        if (isProbing() && cause == reason) {
            state = State.OPEN;
            cause = Health.UP;
            shutInARow = 0;
            LOG.info("Sending goes on after {}", reason);
        }
    }
}

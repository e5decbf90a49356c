package io.leadflux.reactor;

/**
 * Whether POSTs may start: freely, not at all for a while, or one at a time to find out. It shuts when going on would only
 * do harm, and what waits behind it keeps. Belongs to the dispatcher.
 */
final class Gate {

    enum State {
        OPEN,
        SHUT,
        PROBING
    }

    private State state = State.OPEN;
    private Health cause = Health.UP;
    private int shutInARow;

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

    /** How often it was shut since it was last open. */
    int shutInARow() {
        return shutInARow;
    }

    void shut(Health reason) {
        state = State.SHUT;
        cause = reason;
        shutInARow++;
    }

    void probe() {
        if (state == State.SHUT) {
            state = State.PROBING;
        }
    }

    void open() {
        state = State.OPEN;
        cause = Health.UP;
        shutInARow = 0;
    }
}

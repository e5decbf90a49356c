package io.leadflux.reactor;

/** Whether POSTs may start: freely, not at all for a while, or one at a time to find out. Belongs to the dispatcher. */
final class Gate {

    enum State {
        OPEN,
        SHUT,
        PROBING
    }

    private State state = State.OPEN;
    private int refusals;

    State state() {
        return state;
    }

    /** Shuts the gate; false when it was shut already. Counts the refusals in a row. */
    boolean shut() {
        if (state == State.SHUT) {
            return false;
        }
        state = State.SHUT;
        refusals++;
        return true;
    }

    int refusals() {
        return refusals;
    }

    void probe() {
        state = State.PROBING;
    }

    void open() {
        state = State.OPEN;
        refusals = 0;
    }

    int permits(int limit) {
        return switch (state) {
            case OPEN -> limit;
            case PROBING -> 1;
            case SHUT -> 0;
        };
    }
}

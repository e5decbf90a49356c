package io.leadflux.reactor;

/** Since when something has not stood in the way, as far as it was looked at: a doubtful time counts as not free. */
final class FreeSince {

    private boolean blocked;
    private long since;

    void observe(boolean isBlocked, long now) {
        if (isBlocked || blocked) {
            since = now;
        }
        blocked = isBlocked;
    }

    boolean isBlocked() {
        return blocked;
    }

    /** Only while not blocked. */
    long since() {
        return since;
    }
}

package io.leadflux.reactor.delivery;

/**
 * The budget of refusals: how many requests the provider may refuse within five minutes. A sister API of the provider blocks
 * an account for a day after 100 errors in that time.
 *
 * <p>Any request may be refused, so once there was a refusal, no more requests are in flight than the budget has left: it is
 * never exceeded. As it is used up, batches get smaller. A bad event in a batch costs the refusal of the batch and those of
 * the probes that find it; one that is sent alone costs a single refusal. Pure state; belongs to the dispatcher.
 */
final class RejectionLimit {

    private static final long WINDOW_NANOS = 300_000_000_000L;

    /** Up to this share of the budget, batches are full. */
    private static final double WHOLE = 0.25;

    /** From this share on, each event is sent alone; from the other one, if events have waited for so long. */
    private static final double SCARCE = 0.5;

    private static final double SCARCE_IN_HASTE = 0.9;
    private static final double LONG_NANOS = 5e9;

    private final long[] refusedAt;
    private final boolean[] systemic;
    private int first;
    private int used;
    private int usedSystemically;

    /** @param most the refusals in five minutes, 1 or more */
    RejectionLimit(int most) {
        refusedAt = new long[most];
        systemic = new boolean[most];
    }

    /** How many refusals there may be in five minutes. */
    int most() {
        return refusedAt.length;
    }

    /**
     * A request was refused.
     *
     * @param everything whether the provider seems to refuse everything, so that it tells nothing of this request's events
     */
    void refused(long now, boolean everything) {
        update(now);
        if (used == refusedAt.length) {
            removeFirst();
        }
        int last = (first + used) % refusedAt.length;
        refusedAt[last] = now;
        systemic[last] = everything;
        used++;
        usedSystemically += everything ? 1 : 0;
    }

    /** The last {@code count} refusals turn out to tell nothing of the events: the provider refuses everything. */
    void excuseLast(int count) {
        for (int i = Math.max(used - count, 0); i < used; i++) {
            int index = (first + i) % refusedAt.length;
            usedSystemically += systemic[index] ? 0 : 1;
            systemic[index] = true;
        }
    }

    private void update(long now) {
        while (used > 0 && now - refusedAt[first] >= WINDOW_NANOS) {
            removeFirst();
        }
    }

    private void removeFirst() {
        usedSystemically -= systemic[first] ? 1 : 0;
        first = (first + 1) % refusedAt.length;
        used--;
    }

    /** How many requests were refused within the last five minutes. */
    int used(long now) {
        update(now);
        return used;
    }

    /** Whether one more request may start beside {@code inFlight} others. */
    boolean mayStart(int inFlight, long now) {
        update(now);
        return used == 0 || inFlight + used < refusedAt.length;
    }

    /** The nanoseconds until there is room for one refusal more; only after at least one. */
    long untilNext(long now) {
        return Math.max(refusedAt[first] + WINDOW_NANOS - now, 0);
    }

    /** Whether so little is used that the bad event of a batch may be searched for by halves. */
    boolean isWhole(long now) {
        return share(now) <= WHOLE;
    }

    /** Whether hardly a refusal is left. */
    boolean isNearlyUsedUp(long now) {
        return share(now) >= SCARCE_IN_HASTE;
    }

    private double share(long now) {
        update(now);
        return (double) (used - usedSystemically) / refusedAt.length;
    }

    /**
     * How many events a request may hold now, of {@code full} when the budget is whole.
     *
     * @param waited how many nanoseconds the oldest of them has waited
     */
    int maxEvents(int full, long waited, long now) {
        double share = share(now);
        double scarce = SCARCE + Math.min(waited / LONG_NANOS, 1) * (SCARCE_IN_HASTE - SCARCE);
        if (share <= WHOLE) {
            return full;
        }
        return share >= scarce ? 1 : (int) Math.max(Math.pow(full, (scarce - share) / (scarce - WHOLE)), 1);
    }
}

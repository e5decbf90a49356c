package io.leadflux.reactor.delivery;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The search for what the provider refuses in a batch, as bookkeeping over the indices of its events.
 *
 * <pre>
 * Nothing of a refused batch was taken, so its parts can be sent again. Suspects are events of which at least one is
 * probably bad; the others are unknown, or resolved. Half of the suspects are sent as a probe:
 *   accepted  the bad one is among the other half, which becomes the suspects without being sent as a whole;
 *   refused   the bad one is in the probe, which becomes the suspects; the other half becomes unknown.
 * Which half is a matter of chance, so that neighbouring bad events do not look as if nothing were accepted any more. Once
 * few suspects are left, the unknown events ride along with a probe: if it is accepted, they need none of their own. If it is
 * refused, there may be a bad one among them, and they ride no more.
 *
 * A lone suspect is sent alone: an event is bad only if a request with nothing else in it was refused. If that is accepted,
 * the fault was the batch's, its size or the moment. What is unknown in the end goes out in one merged probe, and should
 * that be refused too, its events are the next suspects. When the response named an index, that event is probed first.
 * </pre>
 */
final class Bisection {

    private static final int[] NONE = {};

    /** From so many suspects on, the unknown events ride along. */
    private static final int FEW = 8;

    private final RandomGenerator random;
    private int[] suspects;
    private int[] unknown = NONE;
    private int[] probed = NONE;
    private int hint;
    private boolean found;
    private boolean mayRide = true;

    /**
     * @param size how many events the batch holds, 2 or more
     * @param hint the index that the response named, or one out of the range
     */
    Bisection(int size, int hint, RandomGenerator random) {
        this.random = random;
        this.suspects = IntStream.range(0, size).toArray();
        this.hint = hint < size ? hint : -1;
    }

    /** Whether every event has been accepted or refused alone. */
    boolean isSolved() {
        return suspects.length == 0 && unknown.length == 0;
    }

    /** Whether some event was refused alone. */
    boolean foundOne() {
        return found;
    }

    /**
     * The indices of the events to send next, ascending; only while not solved.
     *
     * @param single whether the probe has to be a single event
     */
    int[] nextProbe(boolean single) {
        if (suspects.length == 0 && single) {
            probed = anyOf(unknown);
        } else if (suspects.length == 0) {
            suspects = unknown;
            unknown = NONE;
            probed = suspects;
        } else if (hint >= 0) {
            probed = new int[] {hint};
        } else if (single) {
            probed = anyOf(suspects);
        } else {
            int[] half = half(suspects);
            boolean ride = mayRide && suspects.length > 1 && suspects.length <= FEW;
            probed = ride ? union(half, unknown) : half;
        }
        hint = -1;
        return probed;
    }

    private int[] anyOf(int[] pool) {
        return new int[] {pool[random.nextInt(pool.length)]};
    }

    private int[] half(int[] all) {
        int half = Math.max(all.length / 2, 1);
        int from = random.nextBoolean() ? 0 : all.length - half;
        return Arrays.copyOfRange(all, from, from + half);
    }

    /** The probe was accepted. */
    void accepted() {
        suspects = without(suspects, probed);
        unknown = without(unknown, probed);
    }

    /** The probe was refused; returns whether it was a single event, which is resolved then. */
    boolean refused() {
        boolean alone = probed.length == 1;
        found |= alone;
        mayRide &= suspects.length > FEW || suspects.length == 1;
        int[] narrowed = alone ? NONE : suspectsOf(probed);
        unknown = without(union(unknown, suspects), alone ? probed : narrowed);
        suspects = narrowed;
        return alone;
    }

    /** Of a probe with which unknown events rode along, those that are suspects. */
    private int[] suspectsOf(int[] probe) {
        return without(probe, unknown);
    }

    /** What is not resolved, ascending. */
    int[] unresolved() {
        return union(suspects, unknown);
    }

    /** Ends the search; returns what is not resolved, ascending. */
    int[] giveUp() {
        int[] open = unresolved();
        suspects = NONE;
        unknown = NONE;
        return open;
    }

    private static int[] without(int[] all, int[] gone) {
        return IntStream.of(all)
                .filter(index -> Arrays.binarySearch(gone, index) < 0)
                .toArray();
    }

    private static int[] union(int[] one, int[] other) {
        int[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        Arrays.sort(both);
        return both;
    }
}

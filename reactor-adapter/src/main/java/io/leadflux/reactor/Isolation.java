package io.leadflux.reactor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The hunt for what the provider refuses in a batch that it answered with 400.
 *
 * <pre>
 * Nothing of such a batch was taken, so its parts can be sent again. Suspects are events of which at least one is bad.
 * Half of them are sent as a probe:
 *   taken    the bad one is among the other half, which becomes the suspects without being sent as a whole;
 *   refused  the bad one is in the probe, which becomes the suspects; the other half is put aside, nothing being known.
 * Which half is a matter of chance, so that neighbouring culprits do not look as if nothing were taken any more. A lone
 * suspect is the culprit. What was put aside goes out in one merged probe, and should that be refused too, its
 * events are the next suspects. One bad event in 100 costs 7 probes at most and the merged one; k of them about k times
 * that. When the answer named an index, that event is probed first.
 *
 * While it is in doubt whether the provider takes anything, a probe is a single event, rather one of which nothing is
 * known: should most be good, it is taken and the doubt is over.
 * </pre>
 *
 * <p>Pure bookkeeping over indices of the batch; belongs to the dispatcher.
 */
final class Isolation {

    private static final int[] NONE = {};

    final Parcel whole;

    private final RandomGenerator random;
    private int[] suspects;
    private int[] aside = NONE;
    private int[] probed = NONE;
    private int hint;
    private boolean merged;
    private boolean sampled;
    private int probes;

    /**
     * @param whole the refused parcel; it holds at least two events
     * @param hint the index that the answer named, or -1
     */
    Isolation(Parcel whole, int hint, RandomGenerator random) {
        this.whole = whole;
        this.random = random;
        this.suspects = range(0, whole.size());
        this.hint = hint < whole.size() ? hint : -1;
    }

    /** How many probes have been made. */
    int probes() {
        return probes;
    }

    /** Whether every event is known to be good or bad. */
    boolean isSolved() {
        return suspects.length == 0 && aside.length == 0;
    }

    /**
     * The next parcel to send; only while not solved.
     *
     * @param inDoubt whether the provider may be refusing everything
     */
    Parcel nextProbe(boolean inDoubt) {
        sampled = inDoubt && aside.length > 0;
        merged = suspects.length == 0 && !sampled;
        if (merged) {
            probed = aside;
        } else if (inDoubt) {
            int[] pool = sampled ? aside : suspects;
            probed = new int[] {pool[random.nextInt(pool.length)]};
        } else if (hint >= 0) {
            probed = new int[] {hint};
        } else {
            int half = (suspects.length + 1) / 2;
            int from = random.nextBoolean() ? 0 : suspects.length - half;
            probed = Arrays.copyOfRange(suspects, from, from + half);
        }
        hint = -1;
        probes++;
        Parcel probe = whole.select(probed);
        probe.isolation = this;
        probe.failures = 0;
        return probe;
    }

    /** The probe was taken; gives the culprit when that leaves one suspect alone. */
    List<Parcel> probeAccepted(Parcel probe) {
        whole.learnFrom(probe, probed);
        if (merged || sampled) {
            aside = without(aside, probed);
            return List.of();
        }
        suspects = without(suspects, probed);
        return loneSuspect();
    }

    /** The probe was refused; gives the culprit when the probe was a single event. */
    List<Parcel> probeRefused(Parcel probe) {
        whole.learnFrom(probe, probed);
        if (sampled) {
            aside = without(aside, probed);
            return List.of(alone(probed));
        }
        aside = merged ? NONE : union(aside, without(suspects, probed));
        suspects = probed;
        return loneSuspect();
    }

    private List<Parcel> loneSuspect() {
        if (suspects.length != 1) {
            return List.of();
        }
        Parcel culprit = alone(suspects);
        suspects = NONE;
        return List.of(culprit);
    }

    private Parcel alone(int[] index) {
        Parcel culprit = whole.select(index);
        culprit.isolation = null;
        return culprit;
    }

    /** When the oldest event came in that is not known to be good or bad; only while not solved. */
    long oldest() {
        if (suspects.length == 0 || aside.length == 0) {
            return whole.acceptedAt[suspects.length == 0 ? aside[0] : suspects[0]];
        }
        return whole.acceptedAt[Math.min(suspects[0], aside[0])];
    }

    /** Ends the hunt; gives what is not known to be good or bad, as one parcel. */
    List<Parcel> giveUp() {
        int[] open = union(suspects, aside);
        suspects = NONE;
        aside = NONE;
        if (open.length == 0) {
            return List.of();
        }
        Parcel rest = whole.select(open);
        rest.isolation = null;
        return List.of(rest);
    }

    /** Ends the hunt; gives what is neither known to be good or bad nor in {@code probe}, as one parcel. */
    List<Parcel> withdraw(Parcel probe) {
        whole.learnFrom(probe, probed);
        suspects = without(suspects, probed);
        aside = without(aside, probed);
        return giveUp();
    }

    /** Takes over what is known of a probe that was not answered for good. */
    void learn(Parcel probe) {
        whole.learnFrom(probe, probed);
    }

    private static int[] range(int from, int to) {
        int[] all = new int[to - from];
        Arrays.setAll(all, i -> from + i);
        return all;
    }

    private static int[] without(int[] all, int[] gone) {
        List<Integer> rest = new ArrayList<>(all.length);
        for (int index : all) {
            if (Arrays.binarySearch(gone, index) < 0) {
                rest.add(index);
            }
        }
        return rest.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] union(int[] one, int[] other) {
        int[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        Arrays.sort(both);
        return both;
    }
}

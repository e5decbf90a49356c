package io.leadflux.reactor.emulator;

/**
 * A set of the {@code dedupe_id}s that were accepted, with the time and the number of acceptances of each.
 *
 * <p>Open addressing with linear probing over three arrays. An id is kept as 96 bits of hash, never as text: two of a
 * million different ids share them with a chance below 1 in 10^16. A slot takes 20 bytes and at most four fifths of the
 * slots are used, so an id costs 25 to 50 bytes; a growing table holds the old and the new arrays for a moment. Not
 * thread-safe.
 */
final class AcceptedIds {

    /** What {@link #record} did with an id. */
    enum Outcome {
        /** It was not there. */
        FIRST,
        /** It was there, longer ago than the window: it counts again. */
        AGAIN,
        /** It was there within the window. */
        MERGED,
        /** The set is full; the id was not kept. */
        NOT_KEPT
    }

    private static final int INITIAL_SLOTS = 1 << 10;
    private static final int COUNT_BITS = 16;
    private static final long MAX_COUNT = (1L << COUNT_BITS) - 1;

    private final int maxIds;
    private long[] hashes = new long[INITIAL_SLOTS];
    private int[] checks = new int[INITIAL_SLOTS];
    // Time of the last counted acceptance above, number of acceptances in the low bits; 0 marks a free slot.
    private long[] states = new long[INITIAL_SLOTS];
    private int size;

    AcceptedIds(int maxIds) {
        this.maxIds = maxIds;
    }

    int size() {
        return size;
    }

    /** Bytes that the arrays take now. */
    long bytes() {
        return hashes.length * (long) (Long.BYTES + Integer.BYTES + Long.BYTES);
    }

    Outcome record(long hash, int check, long nowMillis, long windowMillis) {
        int slot = slot(hash, check);
        long state = states[slot];
        if (state == 0) {
            return insert(slot, hash, check, nowMillis);
        }
        if (nowMillis - (state >> COUNT_BITS) <= windowMillis) {
            return Outcome.MERGED;
        }
        states[slot] = state(nowMillis, Math.min(MAX_COUNT, (state & MAX_COUNT) + 1));
        return Outcome.AGAIN;
    }

    private Outcome insert(int slot, long hash, int check, long nowMillis) {
        if (size >= maxIds) {
            return Outcome.NOT_KEPT;
        }
        put(slot, hash, check, state(nowMillis, 1));
        if (++size > hashes.length / 5 * 4) {
            grow();
        }
        return Outcome.FIRST;
    }

    /** How often the id counted as a new event; stops at 65,535. */
    int acceptances(long hash, int check) {
        return (int) (states[slot(hash, check)] & MAX_COUNT);
    }

    private static long state(long timeMillis, long count) {
        return timeMillis << COUNT_BITS | count;
    }

    private int slot(long hash, int check) {
        int mask = hashes.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (states[slot] != 0 && (hashes[slot] != hash || checks[slot] != check)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void put(int slot, long hash, int check, long state) {
        hashes[slot] = hash;
        checks[slot] = check;
        states[slot] = state;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldChecks = checks;
        long[] oldStates = states;
        hashes = new long[oldHashes.length * 2];
        checks = new int[oldHashes.length * 2];
        states = new long[oldHashes.length * 2];
        for (int i = 0; i < oldStates.length; i++) {
            if (oldStates[i] != 0) {
                put(slot(oldHashes[i], oldChecks[i]), oldHashes[i], oldChecks[i], oldStates[i]);
            }
        }
    }
}

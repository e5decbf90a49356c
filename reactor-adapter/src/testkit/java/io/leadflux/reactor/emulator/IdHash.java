package io.leadflux.reactor.emulator;

/** Two independent hashes of an id's characters, 64 and 32 bits wide; stable within a run, never stored. */
final class IdHash {

    private IdHash() {}

    /** 64 bits: multiply and xor per character, then a finalizer that spreads every bit over the word. */
    static long hash(char[] text, int start, int end) {
        long hash = 0x9e3779b97f4a7c15L ^ (end - start);
        for (int i = start; i < end; i++) {
            hash = (hash ^ text[i]) * 0x00000100000001b3L;
            hash ^= hash >>> 31;
        }
        return mix(hash);
    }

    /** 32 bits, computed by rotation and addition instead. */
    static int check(char[] text, int start, int end) {
        long hash = 0xc2b2ae3d27d4eb4fL + (end - start);
        for (int i = start; i < end; i++) {
            hash = (Long.rotateLeft(hash, 23) + text[i]) * 0x9fb21c651e98df25L;
        }
        return (int) (mix(hash) >>> 32);
    }

    private static long mix(long value) {
        long h = value;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}

package io.leadflux.benchmarks.growth;

/**
 * One size of one thing that grows, and how to send with it.
 *
 * @param what it is
 * @param size how many of it there are
 * @param way sends, and returns when all is answered for
 */
record Rung(String what, int size, Way way) {

    /** Sends with so many. */
    interface Way {

        /** Returns how many events were accepted. */
        long send(int size);
    }

    /** How much was accepted at what price, by the process as a whole. */
    record Price(double cpuMicros, double bytes, double perSecond) {}
}

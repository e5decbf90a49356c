package io.leadflux.benchmarks.growth;

/**
 * One size of one thing that grows, and how to send with it.
 *
 * @param what it is
 * @param size how many of it there are
 * @param way makes ready to send
 */
record Rung(String what, int size, Way way) {

    /** Makes ready what sends; what that costs is not an event's. */
    interface Way {

        /** Ready with so many. */
        Sending ready(int size);
    }

    /** Sends once; what made it ready ends with {@link #close()}. */
    interface Sending extends AutoCloseable {

        /** Returns how many events were accepted, when all are answered for. */
        long send();

        @Override
        void close();
    }

    /** How much was accepted at what price, by the process as a whole. */
    record Price(double cpuMicros, double bytes, double perSecond) {}
}

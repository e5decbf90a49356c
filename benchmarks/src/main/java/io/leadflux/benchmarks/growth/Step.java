package io.leadflux.benchmarks.growth;

/**
 * One size of one quantity that grows, and how to send at that size.
 *
 * @param what the quantity
 * @param size how large it is
 * @param scenario prepares to send
 */
record Step(String what, int size, Scenario scenario) {

    /** Prepares to send. Its cost is not part of an event's. */
    interface Scenario {

        /** Prepares a quantity of {@code size}. */
        Sending prepare(int size);
    }

    /** Sends once; {@link #close()} releases what was prepared. */
    interface Sending extends AutoCloseable {

        /** Sends, waits for all results, and returns how many events were accepted. */
        long send();

        @Override
        void close();
    }

    /** What an event cost the whole process, and how many were accepted a second. */
    record Cost(double cpuMicros, double bytes, double perSecond) {}
}

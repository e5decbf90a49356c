package io.leadflux.benchmarks.reactor;

import java.util.concurrent.locks.LockSupport;

/** What a producer does while a queue is full. */
public final class Patience {

    /** Less than it takes to work a full queue off, so the consumer never has to wait. */
    private static final long NAP_NANOS = 400_000;

    private Patience() {}

    /** Lets the consumer have the processor, and burns none meanwhile. */
    public static void giveWay() {
        LockSupport.parkNanos(NAP_NANOS);
    }
}

package io.leadflux.benchmarks.reactor;

import java.util.concurrent.locks.LockSupport;

/** The pause of a producer that finds a queue full. */
public final class ProducerPause {

    /** Shorter than it takes to drain a full queue, so the consumer never waits for events. */
    private static final long NAP_NANOS = 400_000;

    private ProducerPause() {}

    /** Leaves the processor to the consumer. */
    public static void park() {
        LockSupport.parkNanos(NAP_NANOS);
    }
}

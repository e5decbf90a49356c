package io.leadflux.benchmarks.reactor;

/** What a producer does while a queue is full. */
final class Patience {

    private Patience() {}

    /** Lets others have the processor: with more producers than processors the consumer may be waiting for one. */
    @SuppressWarnings("ThreadPriorityCheck") // producers outnumber the processors on purpose
    static void giveWay() {
        Thread.yield();
    }
}

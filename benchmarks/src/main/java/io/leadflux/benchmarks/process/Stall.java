package io.leadflux.benchmarks.process;

/**
 * A time in which a processor did nothing for whoever has precedence on it: the host had it, or the kernel.
 *
 * @param from its begin, by {@link System#nanoTime()}
 * @param to its end
 */
public record Stall(long from, long to) {

    /**
     * Whether what took from {@code begin} until {@code end} may have taken longer for it: they overlap, or it began so soon
     * after the stall that what came meanwhile was still to be done. That takes as long again, at up to half of the load that a
     * processor can bear.
     */
    public boolean touches(long begin, long end) {
        return end - from > 0 && to + (to - from) - begin > 0;
    }
}

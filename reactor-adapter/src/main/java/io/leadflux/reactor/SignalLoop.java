package io.leadflux.reactor;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.concurrent.Queues;

/**
 * Runs signals from many threads one after another, on whichever thread finds the loop idle, so that the state they touch
 * needs no lock. What a signal sets going outside is left with {@link #after} and runs when the state is settled and the
 * loop has been left: a slow subscriber delays the thread that called it, and nobody's state.
 */
final class SignalLoop {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);

    private final Queue<Runnable> signals =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger wip = new AtomicInteger();
    private final Timing timing;
    private final Runnable settle;
    private List<Runnable> effects = new ArrayList<>();

    /** A loop that runs {@code settle} each time the signals at hand have been worked off. */
    SignalLoop(Timing timing, Runnable settle) {
        this.timing = timing;
        this.settle = settle;
    }

    /** A loop of its own with the same time, that only runs signals. */
    SignalLoop beside() {
        return new SignalLoop(timing, () -> {});
    }

    void signal(Runnable signal) {
        signals.add(signal);
        if (wip.getAndIncrement() == 0) {
            loop().forEach(SignalLoop::run);
        }
    }

    /** The client's clock, in nanoseconds. */
    long now() {
        return timing.nanos();
    }

    /** Signals when {@code nanos} have passed, by a timer. */
    void later(long nanos, Runnable signal) {
        timing.schedule(() -> signal(signal), nanos);
    }

    /** Leaves something to be set going outside; to be called by signals only. */
    void after(Runnable effect) {
        effects.add(effect);
    }

    /**
     * One that throws, such as a subscriber that breaks its contract, must not keep the others from running: whatever it is, a
     * loop that is not left properly would never run again.
     */
    private static void run(Runnable one) {
        try {
            one.run();
        } catch (Throwable broken) {
            LOG.error("A step of the delivery engine failed ({})", Callbacks.origin(broken));
        }
    }

    private List<Runnable> loop() {
        List<Runnable> collected = new ArrayList<>();
        int missed = 1;
        do {
            for (Runnable next = signals.poll(); next != null; next = signals.poll()) {
                run(next);
            }
            run(settle);
            collected.addAll(effects);
            effects.clear();
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
        return collected;
    }
}

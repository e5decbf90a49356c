package io.leadflux.reactor.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.concurrent.Queues;

/**
 * Runs tasks from many threads one after another, on whichever thread finds it idle, so that the state they touch needs no
 * lock. What a task causes outside is left with {@link #afterwards} or {@link #lastly} and runs when the state is settled.
 * Results are told last, when every request that the tasks began is on its way: a slow subscriber delays the thread that
 * called it, and nothing else.
 *
 * <p>It keeps its own timers, and has at most one of the scheduler set, for the earliest. So a scheduler that is shut down
 * takes no timer with it: the next task sets one on the scheduler that has taken its place.
 */
final class SerialExecutor {

    private static final Logger LOG = Loggers.getLogger(DeliveryEngine.class);

    private record Timer(long at, long number, Runnable task) implements Comparable<Timer> {

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.signum(at - other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Queue<Runnable> tasks =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger wip = new AtomicInteger();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Timing timing;
    private final DeadlineTimer wake;
    private final Runnable settle;
    private final List<Runnable> effects = new ArrayList<>();
    private final List<Runnable> lastEffects = new ArrayList<>();
    private long timersSet;

    /** Runs {@code settle} each time the tasks at hand are done. */
    SerialExecutor(Timing timing, Runnable settle) {
        this.timing = timing;
        this.settle = settle;
        this.wake = new DeadlineTimer(timing, () -> execute(() -> {}));
    }

    /** Another one with the same time, that only runs tasks. */
    SerialExecutor sibling() {
        return new SerialExecutor(timing, () -> {});
    }

    void execute(Runnable task) {
        tasks.add(task);
        if (wip.getAndIncrement() == 0) {
            drain().forEach(SerialExecutor::run);
        }
    }

    /** The client's clock, in nanoseconds. */
    long now() {
        return timing.nanos();
    }

    /** Runs {@code task} when {@code nanos} have passed; to be called by tasks only. */
    void schedule(long nanos, Runnable task) {
        timers.add(new Timer(now() + nanos, timersSet++, task));
    }

    /** Leaves something to be done outside, which is quick; to be called by tasks only. */
    void afterwards(Runnable effect) {
        effects.add(effect);
    }

    /** Leaves something to be done outside that may take its time, behind all else; to be called by tasks only. */
    void lastly(Runnable effect) {
        lastEffects.add(effect);
    }

    /**
     * A task that throws, such as a subscriber that breaks its contract, must not keep the others from running: an executor
     * that is not left properly would never run again.
     */
    private static void run(Runnable one) {
        try {
            one.run();
        } catch (Throwable broken) {
            LOG.error("A step of the delivery engine failed ({})", CallbackGuard.origin(broken));
        }
    }

    private List<Runnable> drain() {
        List<Runnable> collected = new ArrayList<>();
        List<Runnable> last = new ArrayList<>();
        int missed = 1;
        do {
            for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                run(next);
            }
            runTimers();
            run(settle);
            run(this::setWake);
            collected.addAll(effects);
            effects.clear();
            last.addAll(lastEffects);
            lastEffects.clear();
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
        collected.addAll(last);
        return collected;
    }

    private void runTimers() {
        if (timers.isEmpty()) {
            return;
        }
        long now = now();
        for (Timer first = timers.peek(); first != null && first.at - now <= 0; first = timers.peek()) {
            timers.remove();
            run(first.task);
        }
    }

    private void setWake() {
        Timer first = timers.peek();
        if (first != null) {
            long now = now();
            wake.set(now, Math.max(first.at - now, 0));
        }
    }
}

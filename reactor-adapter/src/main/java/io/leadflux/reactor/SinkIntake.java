package io.leadflux.reactor;

import io.leadflux.reactor.delivery.DeadlineTimer;
import io.leadflux.reactor.delivery.DeliveryTimeouts;
import io.leadflux.reactor.delivery.Timing;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * A sink's queue as what its pipeline pulls from. A producer wakes the pipeline on a worker, and only when so many events are
 * there as it wants to be woken for, such as fill a batch: otherwise its alarm is early enough, and nothing is to be done.
 *
 * <pre>
 * The pipeline rests when it has found the queue empty. It says first for how many events it wants to be woken, and then
 * looks once more; a producer puts its event in first, and then reads that number. So one of the two sees the other. An
 * event that is still on its way in counts as not there: its producer will read the number. A
 * pipeline that may take no more for the time being need not be woken: the result that makes room has it look. But what is
 * overdue ends even then, and a timer has it look in time.
 * </pre>
 */
final class SinkIntake implements Intake {

    /** More than a queue ever holds: the pipeline is at work, or looks by itself. */
    private static final int NEVER = Integer.MAX_VALUE;

    /** A look at what is overdue comes so much later at most, so that what came in a row ends together. */
    private static final long LONGEST_REST = Duration.ofMillis(20).toNanos();

    private record Mark(SinkQueue.Place place, Sinks.Empty<Void> reached) {}

    private final SinkQueue queue;
    private final Timing timing;
    private final Runnable drain;
    private final Consumer<SinkEntry> expired;
    private final long leadTimeout;
    private final long viewTimeout;
    private final long rest;
    private final DeadlineTimer deadline;
    private final Runnable run = this::run;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Queue<Mark> marks = Queues.<Mark>unboundedMultiproducer().get();
    private volatile int wakeAt = 1;
    private volatile boolean completed;

    /** The scheduler of the worker; the worker changes when it was shut down, which may have cost it a task. */
    private volatile Scheduler scheduler;

    private volatile Scheduler.Worker worker;

    /** How many were ever requested. */
    private long requested;

    /**
     * @param drain has the pipeline look at everything there is
     * @param expired is given what was overdue before the pipeline could take it
     */
    SinkIntake(SinkQueue queue, Timing timing, DeliveryTimeouts timeouts, Runnable drain, Consumer<SinkEntry> expired) {
        this.queue = queue;
        this.timing = timing;
        this.drain = drain;
        this.expired = expired;
        this.leadTimeout = timeouts.leadNanos();
        this.viewTimeout = timeouts.pageViewNanos();
        this.rest = Math.min(timeouts.shortestNanos() / 100, LONGEST_REST);
        this.deadline = new DeadlineTimer(timing, drain);
        this.scheduler = timing.scheduler();
        this.worker = scheduler.createWorker();
    }

    // ---- what producers call

    /** An event has been queued. */
    void offered() {
        int enough = wakeAt;
        if (enough != NEVER && queue.shouldWake(enough)) {
            wake();
        }
    }

    /** An event has been turned away, or made way. */
    void shrunk() {
        boolean last = queue.isClosed() && queue.isDrained();
        if (!completed && (last || !marks.isEmpty())) {
            wake();
        }
    }

    /** Sees to it that the queue is looked at. */
    void wake() {
        if (completed) {
            drain.run();
        } else if (scheduled.compareAndSet(false, true) || timing.scheduler() != scheduler) {
            schedule();
        }
    }

    private void schedule() {
        Scheduler current = timing.scheduler();
        if (current != scheduler) {
            worker = current.createWorker();
            scheduler = current;
        }
        try {
            worker.schedule(run);
        } catch (RejectedExecutionException disposed) {
            scheduled.set(false);
            drain.run();
        }
    }

    private void run() {
        scheduled.set(false);
        drain.run();
    }

    /** Completes when everything that is queued now has left the queue. */
    Mono<Void> caughtUp() {
        return Mono.defer(() -> {
            Sinks.Empty<Void> reached = Sinks.empty();
            marks.add(new Mark(queue.end(), reached));
            wake();
            return reached.asMono();
        });
    }

    // ---- what the pipeline calls

    @Override
    public @Nullable Arrival poll() {
        if (demand() <= 0) {
            return null;
        }
        if (wakeAt != NEVER) {
            wakeAt = NEVER;
        }
        return queue.poll();
    }

    private long demand() {
        return requested - queue.polled();
    }

    @Override
    public boolean rest(int enough) {
        boolean sated = demand() <= 0;
        if (sated && !completed) {
            expireOverdue();
        }
        queue.release();
        completeWhenDone();
        reachMarks();
        boolean awaited = !marks.isEmpty() || queue.isClosed();
        wakeAt = sated ? NEVER : awaited ? 1 : enough;
        if (wakeAt > 1 && !sated && !completed) {
            lookInTime(timing.nanos());
        }
        return sated || queue.isEmpty();
    }

    /** The pipeline is full, possibly of leads that wait for hours: page views behind them must not wait as long. */
    private void expireOverdue() {
        long now = timing.nanos();
        SinkEntry overdue = queue.pollOverdue(now - leadTimeout, now - viewTimeout);
        while (overdue != null) {
            expired.accept(overdue);
            overdue = queue.pollOverdue(now - leadTimeout, now - viewTimeout);
        }
        lookInTime(now);
    }

    /** An event that does not wake the pipeline may have less time than the leads of the open batch, and must not be late. */
    private void lookInTime(long now) {
        long next = Math.min(queue.nextLeadAt(now) + leadTimeout, queue.nextViewAt(now) + viewTimeout);
        deadline.set(now, Math.max(next - now, 0) + rest);
    }

    private void reachMarks() {
        for (Mark next = marks.peek(); next != null && isReached(next); next = marks.peek()) {
            marks.remove();
            next.reached.tryEmitEmpty();
        }
    }

    /** Once nothing is let in any more, only the end will do: what has been let in may still be on its way to its place. */
    private boolean isReached(Mark mark) {
        return queue.isClosed() ? completed : queue.hasPassed(mark.place);
    }

    private void completeWhenDone() {
        if (!completed && queue.isClosed() && queue.isDrained()) {
            completed = true;
            deadline.stop();
            worker.dispose();
            drain.run();
        }
    }

    @Override
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public boolean isDone() {
        return completed;
    }

    @Override
    public @Nullable Throwable error() {
        return null;
    }

    @Override
    public void request(long n) {
        requested += n;
        if (wakeAt == NEVER || !queue.isEmpty()) {
            drain.run();
        }
    }

    @Override
    public void finish() {
        if (!queue.isClosed()) {
            cancel();
            drain.run();
        }
    }

    @Override
    public void cancel() {
        queue.close();
    }
}

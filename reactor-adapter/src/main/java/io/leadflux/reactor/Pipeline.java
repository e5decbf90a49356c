package io.leadflux.reactor;

import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.CallbackGuard;
import io.leadflux.reactor.delivery.Completion;
import io.leadflux.reactor.delivery.DeliveryEngine;
import io.leadflux.reactor.delivery.OutboundBatch;
import io.leadflux.reactor.delivery.PermitRequest;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * One stream of events on their way: takes elements within a window, fills batches, and emits results within the demand.
 *
 * <pre>
 * The {@link DemandWindow} is what may be between the source and the subscriber at once: a place is taken when an element is asked
 * for and given back when its result is emitted. So neither side can flood the other, whatever the provider does.
 *
 * All state belongs to the thread that runs the drain loop (the counter wip is the lock). The loop
 *   1 moves what has come in into the open batch, in runs, sealing each full one,
 *   2 seals the open batch for a flush or the end; requests a permit for it once it has waited for the linger time, and seals
 *     it when the permit is granted,
 *   3 emits results as far as the demand goes, and
 *   4 asks the source for as many elements as results went out, and for more when that helps.
 * A batch is never sealed because demand or a permit came back: only because it is full, or its time has come and it is
 * its turn.
 * </pre>
 */
final class Pipeline<R> implements Subscription, Scannable, OutboundBatch.Owner {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<Pipeline> WIP =
            AtomicIntegerFieldUpdater.newUpdater(Pipeline.class, "wip");

    /** How many elements are taken before it is looked at results again, which must not wait for a whole window. */
    private static final int RUN = 256;

    final long number;

    private final Pipelines pipelines;
    private final DeliveryEngine engine;
    private final Intake intake;
    private final CoreSubscriber<? super R> actual;
    private final Results<R> results;
    private final Queue<Sinks.Empty<Void>> flushes =
            Queues.<Sinks.Empty<Void>>unboundedMultiproducer().get();

    @SuppressWarnings("UnusedVariable") // by its updater
    private volatile int wip;

    private volatile boolean finishing;

    private final FlushTracker flushTracker = new FlushTracker();
    private final DemandWindow window;
    private final OpenBatch open;
    private final Admission admission;
    private final int replenishAt;
    private long live;
    private long unreplenished;
    private long takenAtOnce;
    private boolean terminated;

    <T> Pipeline(Pipelines pipelines, Intake intake, Results.Joiner<T, R> joiner, CoreSubscriber<? super R> actual) {
        this.pipelines = pipelines;
        this.engine = pipelines.engine();
        this.intake = intake;
        this.actual = actual;
        this.results = new Results<>(joiner, actual);
        this.number = pipelines.nextNumber();
        this.window = new DemandWindow(engine);
        this.open = new OpenBatch(engine, this, flushTracker, this::drain);
        this.admission = new Admission(engine, flushTracker, open, results);
        this.replenishAt = Math.max(engine.options().limits().maxEvents() / 4, 1);
    }

    // ---- what others call

    /**
     * Lets the subscriber ask for results; to be called once, before anything comes in.
     *
     * @return how many elements may come at first
     */
    int open() {
        pipelines.opened(this);
        int first = window.size();
        actual.onSubscribe(this);
        return first;
    }

    Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            results.request(n);
            drain();
        }
    }

    @Override
    public void cancel() {
        if (results.cancel()) {
            intake.cancel();
            drain();
        }
    }

    /** Takes no more elements; those at hand are sent and answered for, and the results complete. */
    void finish() {
        finishing = true;
        drain();
    }

    /** Seals what is open; completes when everything that came in before has its result. */
    Mono<Void> flush() {
        return Mono.defer(() -> {
            Sinks.Empty<Void> settledAll = Sinks.empty();
            flushes.add(settledAll);
            drain();
            return settledAll.asMono();
        });
    }

    @Override
    public void granted(PermitRequest request) {
        request.announce();
        drain();
    }

    @Override
    public void completed(Completion completion) {
        engine.report(completion);
        results.add(completion);
        drain();
    }

    @Override
    public boolean isAbandoned() {
        return results.isCancelled();
    }

    // ---- the drain loop

    /** Has the loop look at everything there is; any thread. */
    void drain() {
        if (WIP.getAndIncrement(this) != 0) {
            return;
        }
        int missed = 1;
        do {
            look();
            missed = WIP.addAndGet(this, -missed);
        } while (missed != 0);
    }

    /**
     * A subscriber that throws has broken its contract, and counts as cancelled. The loop goes on: what is under way is still to
     * be accounted for.
     */
    private void look() {
        try {
            lookAtEverything();
        } catch (Throwable broken) {
            LOG.error("A subscriber to results failed ({}), and its stream is cancelled", CallbackGuard.origin(broken));
            cancel();
        }
    }

    private void lookAtEverything() {
        if (finishing && !intake.isDone()) {
            intake.finish();
        }
        boolean last = intake.isDone();
        if (isOver()) {
            discard();
        } else {
            long now = engine.timing().nanos();
            takeIntake(now, RUN);
            sealWhatIsToGo(now, last && intake.isEmpty());
        }
        takeFlushes();
        results.collect(flushTracker);
        if (!isOver()) {
            emit();
            replenish();
            terminateWhenAllIsAnswered(last);
        }
        flushTracker.announce();
        if (isOver()) {
            leave();
        }
    }

    private boolean isOver() {
        return terminated || results.isCancelled();
    }

    // 1 -- what has come in, into the open batch

    private void takeIntake(long now, int most) {
        int left = most;
        boolean more = true;
        while (more && left > 0) {
            Intake.Arrival arrival = intake.poll();
            if (arrival == null) {
                more = !intake.rest(open.worthALook());
            } else {
                live++;
                left--;
                admission.take(arrival, now);
            }
        }
        if (more) {
            rest();
        }
    }

    /** Has itself woken for what is worth it as the open batch is now, or looks once more. */
    private void rest() {
        if (!intake.rest(open.worthALook())) {
            WIP.incrementAndGet(this);
        }
    }

    // 2 -- the open batch, when its turn or its time has come

    private void sealWhatIsToGo(long now, boolean last) {
        boolean filling = !open.isEmpty();
        open.sealIfGranted();
        open.sealWhenTimeHasCome(now, last);
        if (filling && open.isEmpty()) {
            rest(); // whatever comes next begins a batch
        }
    }

    // 3 -- flushes

    private void takeFlushes() {
        for (Sinks.Empty<Void> flush = flushes.poll(); flush != null; flush = flushes.poll()) {
            if (!isOver()) {
                takeIntake(
                        engine.timing().nanos(),
                        Integer.MAX_VALUE); // what came before the flush may have come since the last look
            }
            if (!open.isEmpty()) {
                open.seal();
                rest();
            }
            flushTracker.flush(flush);
        }
    }

    // 4 -- results within the demand

    private void emit() {
        long emitted = results.emit();
        live -= emitted;
        unreplenished += emitted;
    }

    // 5 -- as many elements as results went out, and more when that helps

    private void replenish() {
        boolean worthIt = unreplenished >= replenishAt || live == 0;
        if (worthIt && unreplenished > 0 && !intake.isDone()) {
            unreplenished += window.widen(unreplenished, live, results.isEmpty());
            long n = Math.min(unreplenished, RUN);
            unreplenished -= n;
            takenAtOnce = 0;
            intake.request(n);
            if (takenAtOnce > 0 || unreplenished > 0) {
                WIP.incrementAndGet(this);
            }
        }
    }

    /**
     * Takes an element that came while the loop was asking for it, on the loop's own thread and with none before it: into the
     * batch while it is still warm, without a queue in between. False when nobody wants it any more, or nobody asked for it.
     */
    boolean takeAtOnce(Object source, ServerEvent event, List<Violation> violations) {
        if (isOver() || live >= window.size()) {
            return false;
        }
        takenAtOnce++;
        live++;
        long now = engine.timing().nanos();
        admission.take(source, event, violations, now, now);
        return true;
    }

    // ---- ends

    private void terminateWhenAllIsAnswered(boolean last) {
        if (last && live == 0 && intake.isEmpty() && !results.isCancelled()) {
            terminated = true;
            Throwable failure = intake.error();
            if (failure != null) {
                actual.onError(failure);
            } else {
                actual.onComplete();
            }
        }
    }

    /** Nothing keeps an ended pipeline reachable but what is still in flight. */
    private void leave() {
        open.stop();
        if (flushTracker.pending() == 0) {
            pipelines.closed(this);
        }
    }

    private void discard() {
        do {
            for (Intake.Arrival arrival = intake.poll(); arrival != null; arrival = intake.poll()) {
                discard(arrival);
            }
        } while (!intake.rest(1));
        admission.discardOpen(currentContext());
        results.clear();
    }

    /** Answers for an element that is not wanted any more; any thread. */
    void discard(Intake.Arrival arrival) {
        admission.discard(arrival, currentContext());
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return intake instanceof Scannable ? intake : null;
        }
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.PREFETCH) {
            return window.size();
        }
        if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
            return results.requested();
        }
        if (key == Attr.BUFFERED) {
            return (int) live;
        }
        if (key == Attr.CANCELLED) {
            return results.isCancelled();
        }
        if (key == Attr.TERMINATED) {
            return terminated;
        }
        if (key == Attr.ERROR) {
            return intake.error();
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }
}

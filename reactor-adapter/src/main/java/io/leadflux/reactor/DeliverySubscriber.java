package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.AddResult;
import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.Screening.Screened;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jctools.queues.atomic.SpscChunkedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * One subscription of a pipeline: takes elements within a window, fills batches, and emits results within the demand.
 *
 * <pre>
 * The window is what may be between the source and the subscriber at once: a place is taken when an element is asked for
 * and given back when its result is emitted. So neither side can flood the other, whatever the provider does.
 *
 * All state belongs to whoever works the drain loop (the counter wip is the lock). onNext judges an element on the
 * source's thread and leaves it in the intake; the loop then
 *   1 moves the intake into the open batch, sealing each full one,
 *   2 seals the open batch for a flush or the end; draws a ticket for it once it has waited for the linger time, and seals
 *     it when the ticket is granted,
 *   3 emits results as far as the demand goes, and
 *   4 asks the source for as many elements as results went out.
 * A batch is never sealed because demand or a permit came back: only because it is full, or its time has come and it is
 * its turn.
 * </pre>
 */
final class DeliverySubscriber<T, R> implements CoreSubscriber<T>, Subscription, Scannable, Owner {

    @SuppressWarnings("rawtypes")
    private static final AtomicIntegerFieldUpdater<DeliverySubscriber> WIP =
            AtomicIntegerFieldUpdater.newUpdater(DeliverySubscriber.class, "wip");

    @SuppressWarnings("rawtypes")
    private static final AtomicLongFieldUpdater<DeliverySubscriber> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(DeliverySubscriber.class, "requested");

    private static final int INTAKE_CHUNK = 128;

    private record Arrival<T>(T source, Screened screened) {}

    final long number;

    private final FluxDelivery<T, R> pipeline;
    private final ConversionClient client;
    private final CoreSubscriber<? super R> actual;
    private final int window;
    private final boolean refusing;
    private final Queue<Arrival<T>> intake;
    private final Queue<Settlement> settlements =
            Queues.<Settlement>unboundedMultiproducer().get();
    private final Queue<Sinks.Empty<Void>> flushes =
            Queues.<Sinks.Empty<Void>>unboundedMultiproducer().get();
    private final Alarm linger;
    private final Alarm deadline;

    @SuppressWarnings("UnusedVariable") // by its updater
    private volatile int wip;

    private volatile long requested;
    private volatile boolean done;
    private volatile boolean cancelled;
    private volatile boolean finishing;

    /** Whether an element is on its way into the intake, so that the results cannot complete without its own. */
    private volatile boolean judging;

    private @Nullable Throwable error;
    private @Nullable Subscription upstream;

    private final OpenBatch open;
    private final Epochs epochs = new Epochs();
    private final ArrayDeque<Settlement> ready = new ArrayDeque<>();
    private @Nullable Ticket ticket;
    private int emittedOfHead;
    private long live;
    private long unreplenished;
    private boolean terminated;

    DeliverySubscriber(FluxDelivery<T, R> pipeline, CoreSubscriber<? super R> actual) {
        this.pipeline = pipeline;
        this.client = pipeline.client;
        this.actual = actual;
        this.number = client.nextPipelineNumber();
        this.window = client.window;
        this.refusing = client.isDisposed();
        this.intake = new SpscChunkedAtomicArrayQueue<>(INTAKE_CHUNK, Math.max(window, 2 * INTAKE_CHUNK));
        this.open = new OpenBatch(client.limits);
        this.linger = new Alarm(client.timing, this::drain);
        this.deadline = new Alarm(client.timing, this::drain);
    }

    // ---- what others call

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            client.opened(this);
            actual.onSubscribe(this);
            subscription.request(window);
        }
    }

    @Override
    public void onNext(T element) {
        requireNonNull(element, "element");
        judging = true;
        if (done) {
            Operators.onNextDropped(element, currentContext());
        } else {
            judge(element);
        }
        judging = false;
        drain();
    }

    private void judge(T element) {
        Arrival<T> arrival;
        try {
            arrival = new Arrival<>(element, pipeline.toScreened.apply(element));
        } catch (Throwable broken) {
            onError(Operators.onOperatorError(upstream, broken, element, currentContext()));
            return;
        }
        if (!intake.offer(arrival)) {
            discard(arrival, currentContext());
            onError(Operators.onOperatorError(
                    upstream,
                    Exceptions.failWithOverflow("the source emitted more than it was asked for"),
                    currentContext()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        requireNonNull(failure, "failure");
        if (done) {
            Operators.onErrorDropped(failure, currentContext());
            return;
        }
        error = failure;
        done = true;
        drain();
    }

    @Override
    public void onComplete() {
        done = true;
        drain();
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            drain();
        }
    }

    @Override
    public void cancel() {
        if (!cancelled) {
            cancelled = true;
            cancelUpstream();
            drain();
        }
    }

    private void cancelUpstream() {
        Subscription source = upstream;
        if (source != null) {
            source.cancel();
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
    public void granted(Ticket turn) {
        turn.turn = true;
        drain();
    }

    @Override
    public void settled(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) {
        Settlement settlement = new Settlement.OfParcel(parcel, outcome, cause);
        client.report(settlement, outcome);
        settlements.add(settlement);
        drain();
    }

    @Override
    public boolean isAbandoned() {
        return cancelled;
    }

    // ---- the drain loop

    private void drain() {
        if (WIP.getAndIncrement(this) != 0) {
            return;
        }
        int missed = 1;
        do {
            if (finishing && !done) {
                cancelUpstream();
                done = true;
            }
            boolean last = done;
            if (cancelled || terminated) {
                discard();
            } else {
                takeIntake();
                takeTurn();
                sealWhenTimeHasCome(last);
            }
            takeFlushes();
            takeSettlements();
            if (!cancelled && !terminated) {
                emit();
                replenish();
                terminateWhenAllIsAnswered(last);
            }
            epochs.announce();
            if (cancelled || terminated) {
                leave();
            }
            missed = WIP.addAndGet(this, -missed);
        } while (missed != 0);
    }

    // 1 -- the intake into the open batch

    private void takeIntake() {
        Arrival<T> arrival = intake.poll();
        if (arrival == null) {
            return;
        }
        long now = client.timing.nanos();
        for (; arrival != null; arrival = intake.poll()) {
            live++;
            epochs.taken();
            take(arrival.source, arrival.screened, pipeline.arrivedAt(arrival.source, now), now);
        }
    }

    private void take(T source, Screened screened, long arrivedAt, long now) {
        ServerEvent event = screened.event();
        if (!screened.violations().isEmpty()) {
            answer(source, DeliveryResult.invalid(event, screened.violations()));
            return;
        }
        if (refusing || client.dispatcher.isClosed()) {
            answer(source, DeliveryResult.failed(event, Outcome.CLOSED, 0, false, ConversionClient.closedCause()));
            return;
        }
        if (now - arrivedAt >= client.deliveryTimeoutNanos) {
            answer(source, client.dispatcher.overdue(event));
            return;
        }
        AddResult added = open.add(source, event, arrivedAt);
        if (added == AddResult.FULL) {
            sealOpen();
            added = open.add(source, event, arrivedAt);
        }
        if (added == AddResult.TOO_LARGE) {
            answer(source, DeliveryResult.invalid(event, List.of(client.tooLarge())));
        } else if (open.isFull()) {
            sealOpen();
        }
    }

    private void answer(T source, DeliveryResult result) {
        client.tally.ended(result.outcome(), 1);
        Settlement settlement = new Settlement.OfOne(source, result, epochs.current());
        client.report(settlement, result.outcome());
        settlements.add(settlement);
    }

    private void sealOpen() {
        Ticket waiting = ticket;
        ticket = null;
        if (waiting != null) {
            client.dispatcher.redeem(waiting, seal());
        } else {
            client.dispatcher.draw(new Ticket(this, seal()));
        }
    }

    private Parcel seal() {
        client.tally.sealed(open.size());
        Parcel parcel = open.seal(this, epochs.current());
        open.limitBytes(client.dispatcher.byteLimit());
        return parcel;
    }

    // 2 -- the open batch and its ticket

    private void takeTurn() {
        Ticket waiting = ticket;
        if (waiting != null && waiting.turn) {
            ticket = null;
            client.dispatcher.redeem(waiting, seal());
        }
    }

    private void sealWhenTimeHasCome(boolean last) {
        if (open.isEmpty()) {
            return;
        }
        long now = client.timing.nanos();
        long waited = now - open.openedAt();
        if ((last && intake.isEmpty()) || waited >= client.deliveryTimeoutNanos || client.dispatcher.isClosed()) {
            sealOpen();
        } else if (waited < client.lingerNanos) {
            linger.ring(now, client.lingerNanos - waited);
        } else {
            if (ticket == null) {
                ticket = new Ticket(this, null);
                client.dispatcher.draw(ticket);
            }
            deadline.ring(now, client.deliveryTimeoutNanos - waited);
        }
    }

    private void takeFlushes() {
        for (Sinks.Empty<Void> flush = flushes.poll(); flush != null; flush = flushes.poll()) {
            if (!cancelled && !terminated) {
                takeIntake(); // what came before the flush may have come after the intake was last looked at
            }
            if (!open.isEmpty()) {
                sealOpen();
            }
            epochs.flush(flush);
        }
    }

    // 3 -- results within the demand

    private void takeSettlements() {
        for (Settlement next = settlements.poll(); next != null; next = settlements.poll()) {
            epochs.settled(next.epoch(), next.size());
            ready.add(next);
        }
    }

    private void emit() {
        long demand = requested;
        long emitted = 0;
        for (Settlement head = ready.peek(); head != null && emitted != demand && !cancelled; head = ready.peek()) {
            int index = emittedOfHead++;
            if (emittedOfHead == head.size()) {
                emittedOfHead = 0;
                ready.remove();
            }
            emitted++;
            emit(head, index);
        }
        live -= emitted;
        unreplenished += emitted;
        if (emitted != 0 && demand != Long.MAX_VALUE) {
            REQUESTED.addAndGet(this, -emitted);
        }
    }

    @SuppressWarnings("unchecked") // only this subscriber's own elements come back to it
    private void emit(Settlement settlement, int index) {
        actual.onNext(pipeline.toResult.apply((T) settlement.source(index), settlement.result(index)));
    }

    // 4 -- as many elements as results went out

    private void replenish() {
        boolean worthIt = unreplenished >= client.replenishAt || live == 0;
        Subscription source = upstream;
        if (source != null && !done && worthIt && unreplenished > 0) {
            long n = unreplenished;
            unreplenished = 0;
            source.request(n);
        }
    }

    // ---- ends

    private void terminateWhenAllIsAnswered(boolean last) {
        if (last && live == 0 && !judging && intake.isEmpty() && !cancelled) {
            terminated = true;
            Throwable failure = error;
            if (failure != null) {
                actual.onError(failure);
            } else {
                actual.onComplete();
            }
        }
    }

    /** Nothing keeps an ended pipeline reachable but what is still in flight. */
    private void leave() {
        linger.stop();
        deadline.stop();
        if (epochs.unsettled() == 0) {
            client.closed(this);
        }
    }

    private void discard() {
        Context context = currentContext();
        for (Arrival<T> arrival = intake.poll(); arrival != null; arrival = intake.poll()) {
            discard(arrival, context);
        }
        Ticket waiting = ticket;
        if (waiting != null) {
            ticket = null;
            client.dispatcher.redeem(waiting, null);
        }
        if (!open.isEmpty()) {
            client.tally.ended(Outcome.CLOSED, open.size());
            epochs.settled(epochs.current(), open.size());
            Parcel parcel = open.seal(this, epochs.current());
            client.report(new Settlement.OfParcel(parcel, Outcome.CLOSED, discardedCause()), Outcome.CLOSED);
            for (Object source : parcel.sources) {
                Operators.onDiscard(source, context);
            }
        }
        ready.clear();
    }

    private void discard(Arrival<T> arrival, Context context) {
        client.tally.ended(Outcome.CLOSED, 1);
        DeliveryResult result =
                DeliveryResult.failed(arrival.screened.event(), Outcome.CLOSED, 0, false, discardedCause());
        client.report(new Settlement.OfOne(arrival.source, result, epochs.current()), Outcome.CLOSED);
        Operators.onDiscard(arrival.source, context);
    }

    private static DeliveryException discardedCause() {
        return new DeliveryException("the stream ended before the event was sent", 0, null);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public @Nullable Object scanUnsafe(Attr key) {
        if (key == Attr.PARENT) {
            return upstream;
        }
        if (key == Attr.ACTUAL) {
            return actual;
        }
        if (key == Attr.PREFETCH) {
            return window;
        }
        if (key == Attr.REQUESTED_FROM_DOWNSTREAM) {
            return requested;
        }
        if (key == Attr.BUFFERED) {
            return (int) live;
        }
        if (key == Attr.CANCELLED) {
            return cancelled;
        }
        if (key == Attr.TERMINATED) {
            return terminated;
        }
        if (key == Attr.ERROR) {
            return error;
        }
        return key == Attr.RUN_STYLE ? Attr.RunStyle.ASYNC : null;
    }
}

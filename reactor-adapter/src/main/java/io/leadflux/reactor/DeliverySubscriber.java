package io.leadflux.reactor;

import io.leadflux.batch.AddResult;
import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Operators;
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
 *   2 draws a ticket for the open batch once it has waited for the linger time, or no element will follow,
 *   3 seals the open batch when its ticket is granted,
 *   4 emits results as far as the demand goes, and
 *   5 asks the source for as many elements as results went out.
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

    /** An element that was judged and waits for its batch; {@code violations} is empty when it may be sent. */
    private record Arrival<T>(T source, ServerEvent event, List<Violation> violations) {}

    private final FluxDelivery<T, R> pipeline;
    private final ConversionClient client;
    private final CoreSubscriber<? super R> actual;
    private final int window;
    private final Queue<Arrival<T>> intake;
    private final Queue<Settlement> settlements =
            Queues.<Settlement>unboundedMultiproducer().get();
    private final OpenBatch open;

    @SuppressWarnings("UnusedVariable") // by its updater
    private volatile int wip;

    private volatile long requested;
    private volatile boolean done;
    private volatile boolean cancelled;
    private volatile boolean woken;
    private volatile boolean deadlinePassed;
    private @Nullable Throwable error;
    private @Nullable Subscription upstream;

    private @Nullable Ticket ticket;
    private @Nullable Settlement current;
    private int currentIndex;
    private long live;
    private long unreplenished;
    private long wakeAt = Long.MAX_VALUE;
    private boolean deadlineSet;
    private boolean terminated;

    DeliverySubscriber(FluxDelivery<T, R> pipeline, CoreSubscriber<? super R> actual) {
        this.pipeline = pipeline;
        this.client = pipeline.client;
        this.actual = actual;
        this.window = client.window;
        this.intake = Queues.<Arrival<T>>get(window).get();
        this.open = new OpenBatch(client.limits);
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            actual.onSubscribe(this);
            subscription.request(window);
        }
    }

    @Override
    public void onNext(T element) {
        if (done) {
            Operators.onNextDropped(element, currentContext());
            return;
        }
        Arrival<T> arrival;
        try {
            arrival = judged(element);
        } catch (Throwable broken) {
            onError(Operators.onOperatorError(upstream, broken, element, currentContext()));
            return;
        }
        client.tally.submitted();
        if (!intake.offer(arrival)) {
            client.tally.ended(Outcome.CLOSED, 1);
            Operators.onDiscard(element, currentContext());
            onError(Operators.onOperatorError(
                    upstream,
                    Exceptions.failWithOverflow("the source emitted more than it was asked for"),
                    currentContext()));
            return;
        }
        drain();
    }

    private Arrival<T> judged(T element) {
        ServerEvent event = Objects.requireNonNull(pipeline.toEvent.apply(element), "toEvent gave null");
        return new Arrival<>(element, client.withDedupeId(event), client.validator.validate(event));
    }

    @Override
    public void onError(Throwable failure) {
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
            Subscription source = upstream;
            if (source != null) {
                source.cancel();
            }
            drain();
        }
    }

    @Override
    public void granted(Ticket turn) {
        turn.turn = true;
        drain();
    }

    @Override
    public void settled(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) {
        settlements.add(Settlement.of(parcel, outcome, cause));
        drain();
    }

    @Override
    public boolean isAbandoned() {
        return cancelled;
    }

    private void drain() {
        if (WIP.getAndIncrement(this) != 0) {
            return;
        }
        int missed = 1;
        do {
            if (cancelled) {
                discard();
            } else if (!terminated) {
                boolean last = done;
                takeIntake();
                takeTurn();
                sealWhenTimeHasCome(last);
                emit();
                replenish();
                terminateWhenAllIsAnswered(last);
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
            take(arrival, now);
        }
    }

    private void take(Arrival<T> arrival, long now) {
        if (!arrival.violations.isEmpty()) {
            answer(arrival.source, DeliveryResult.invalid(arrival.event, arrival.violations));
            return;
        }
        AddResult added = open.add(arrival.source, arrival.event, now);
        if (added == AddResult.FULL) {
            sealOpen();
            added = open.add(arrival.source, arrival.event, now);
        }
        if (added == AddResult.TOO_LARGE) {
            answer(arrival.source, DeliveryResult.invalid(arrival.event, List.of(client.tooLarge)));
        } else if (open.isFull()) {
            sealOpen();
        }
    }

    private void answer(T source, DeliveryResult result) {
        client.tally.ended(result.outcome(), 1);
        settlements.add(Settlement.of(source, result));
    }

    private void sealOpen() {
        Parcel parcel = seal();
        Ticket waiting = ticket;
        ticket = null;
        if (waiting != null) {
            client.dispatcher.redeem(waiting, parcel);
        } else {
            client.dispatcher.draw(new Ticket(this, parcel));
        }
    }

    private Parcel seal() {
        client.tally.sealed(open.size());
        return open.seal(this);
    }

    // 2 and 3 -- the open batch and its ticket

    private void takeTurn() {
        Ticket waiting = ticket;
        if (waiting != null && waiting.turn) {
            ticket = null;
            client.dispatcher.redeem(waiting, seal());
        }
    }

    private void sealWhenTimeHasCome(boolean last) {
        if (woken) {
            woken = false;
            wakeAt = Long.MAX_VALUE;
        }
        if (deadlinePassed) {
            deadlinePassed = false;
            deadlineSet = false;
        }
        if (open.isEmpty()) {
            return;
        }
        if (last && intake.isEmpty()) {
            sealOpen();
            return;
        }
        long now = client.timing.nanos();
        long waited = now - open.openedAt();
        if (waited >= client.deliveryTimeoutNanos) {
            sealOpen();
        } else if (waited < client.lingerNanos) {
            wakeIn(client.lingerNanos - waited, now);
        } else {
            if (ticket == null) {
                ticket = new Ticket(this, null);
                client.dispatcher.draw(ticket);
            }
            wakeAtDeadline(client.deliveryTimeoutNanos - waited);
        }
    }

    /** One timer at a time: whatever waits when it goes off and is younger sets it again. */
    private void wakeAtDeadline(long nanos) {
        if (!deadlineSet) {
            deadlineSet = true;
            client.timing.schedule(this::wakeForDeadline, nanos);
        }
    }

    private void wakeForDeadline() {
        deadlinePassed = true;
        drain();
    }

    /** One timer serves batch after batch: it is set again only for an earlier time than it already has. */
    private void wakeIn(long nanos, long now) {
        long at = now + nanos;
        if (wakeAt == Long.MAX_VALUE || at - wakeAt < 0) {
            wakeAt = at;
            client.timing.schedule(this::wake, nanos);
        }
    }

    private void wake() {
        woken = true;
        drain();
    }

    // 4 -- results within the demand

    private void emit() {
        long demand = requested;
        long emitted = 0;
        while (emitted != demand && !cancelled) {
            Settlement settlement = current;
            if (settlement == null) {
                settlement = settlements.poll();
                if (settlement == null) {
                    break;
                }
                current = settlement;
                currentIndex = 0;
            }
            emitted++;
            int index = currentIndex++;
            if (currentIndex == settlement.size()) {
                current = null;
            }
            emitOne(settlement, index);
        }
        live -= emitted;
        unreplenished += emitted;
        if (emitted != 0 && demand != Long.MAX_VALUE) {
            REQUESTED.addAndGet(this, -emitted);
        }
    }

    @SuppressWarnings("unchecked") // only this subscriber's own elements come back to it
    private void emitOne(Settlement settlement, int index) {
        actual.onNext(pipeline.toResult.apply((T) settlement.source(index), settlement.result(index)));
    }

    // 5 -- as many elements as results went out

    private void replenish() {
        Subscription source = upstream;
        boolean worthIt = unreplenished >= client.replenishAt || live == 0;
        if (source != null && !done && worthIt && unreplenished > 0) {
            long n = unreplenished;
            unreplenished = 0;
            source.request(n);
        }
    }

    private void terminateWhenAllIsAnswered(boolean last) {
        if (last && live == 0 && intake.isEmpty()) {
            terminated = true;
            Throwable failure = error;
            if (failure != null) {
                actual.onError(failure);
            } else {
                actual.onComplete();
            }
        }
    }

    private void discard() {
        Context context = currentContext();
        for (Arrival<T> arrival = intake.poll(); arrival != null; arrival = intake.poll()) {
            client.tally.ended(Outcome.CLOSED, 1);
            Operators.onDiscard(arrival.source, context);
        }
        Ticket waiting = ticket;
        if (waiting != null) {
            ticket = null;
            client.dispatcher.redeem(waiting, null);
        }
        if (!open.isEmpty()) {
            client.tally.ended(Outcome.CLOSED, open.size());
            for (Object source : open.seal(this).sources) {
                Operators.onDiscard(source, context);
            }
        }
        current = null;
        settlements.clear();
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
        if (key == Attr.RUN_STYLE) {
            return Attr.RunStyle.ASYNC;
        }
        return null;
    }
}

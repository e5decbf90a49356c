package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.DeadlineTimer;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.publisher.Operators;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/** The batches of one source, as a {@link BatchOperator} makes them. */
final class FluxBatch extends FluxOperator<ServerEvent, EventBatch> {

    private final BatchOperator operator;

    private FluxBatch(Flux<? extends ServerEvent> source, BatchOperator operator) {
        super(source);
        this.operator = operator;
    }

    static Flux<EventBatch> of(Flux<? extends ServerEvent> source, BatchOperator operator) {
        return onAssembly(new FluxBatch(source, operator));
    }

    @Override
    public int getPrefetch() {
        return BatchSubscriber.prefetch(operator.limits);
    }

    @Override
    public void subscribe(CoreSubscriber<? super EventBatch> actual) {
        source.subscribe(new BatchSubscriber(operator, actual));
    }

    /**
     * One subscription of a {@link FluxBatch}.
     *
     * <pre>
     * The window is what may be held or asked for at once: two batches full. A place is taken when an event is asked for and
     * given back when its batch is emitted.
     *
     * All state belongs to the thread that holds the counter wip. An event that finds it free goes straight into the open batch; one
     * that comes while another thread is at work waits in the intake. A full batch is sealed at once and waits for demand; the
     * open one is sealed when its linger time is over, or the source has ended, and there is demand for it. The clock is read
     * once for each batch, and the one alarm is set only while there is demand: without it the time does not matter.
     * </pre>
     */
    static final class BatchSubscriber implements CoreSubscriber<ServerEvent>, Subscription, Scannable {

        private static final AtomicIntegerFieldUpdater<BatchSubscriber> WIP =
                AtomicIntegerFieldUpdater.newUpdater(BatchSubscriber.class, "wip");

        private static final AtomicLongFieldUpdater<BatchSubscriber> REQUESTED =
                AtomicLongFieldUpdater.newUpdater(BatchSubscriber.class, "requested");

        private final BatchOperator operator;
        private final CoreSubscriber<? super EventBatch> actual;
        private final int window;
        private final int replenishAt;
        private final Queue<ServerEvent> intake;
        private final DeadlineTimer linger;

        private volatile int wip;
        private volatile long requested;
        private volatile boolean done;
        private volatile boolean cancelled;
        private @Nullable Throwable error;
        private @Nullable Subscription upstream;

        private final BatchBuffer held;
        private final Misfits misfits;
        private int unreplenished;
        private boolean terminated;

        BatchSubscriber(BatchOperator operator, CoreSubscriber<? super EventBatch> actual) {
            this.operator = operator;
            this.actual = actual;
            this.window = prefetch(operator.limits);
            this.replenishAt = Math.max(operator.limits.maxEvents() / 2, 1);
            this.intake = Queues.<ServerEvent>get(window).get();
            this.linger = new DeadlineTimer(operator.timing, this::drain);
            this.held = new BatchBuffer(operator.limits, operator.timing);
            this.misfits = new Misfits(operator);
        }

        static int prefetch(BatchLimits limits) {
            return 2 * limits.maxEvents();
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
                actual.onSubscribe(this);
                subscription.request(window);
            }
        }

        @Override
        public void onNext(ServerEvent event) {
            requireNonNull(event, "event");
            if (done) {
                Operators.onNextDropped(event, currentContext());
            } else if (!cancelled && wip == 0 && WIP.compareAndSet(this, 0, 1)) {
                if (take(event)) {
                    emit(false);
                }
                if (cancelled) {
                    discard(); // the cancel may have come and gone before the counter was taken
                }
                if (WIP.decrementAndGet(this) != 0) {
                    drainLoop();
                }
            } else if (intake.offer(event)) {
                drain();
            } else {
                Operators.onDiscard(event, currentContext());
                onError(Operators.onOperatorError(upstream, overflow(), currentContext()));
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
                Subscription source = upstream;
                if (source != null) {
                    source.cancel();
                }
                drain();
            }
        }

        // ---- the drain loop

        private void drain() {
            if (WIP.getAndIncrement(this) == 0) {
                drainLoop();
            }
        }

        private void drainLoop() {
            int missed = 1;
            do {
                boolean last = done;
                if (!cancelled && !terminated) {
                    for (ServerEvent event = intake.poll(); event != null; event = intake.poll()) {
                        take(event);
                    }
                    emit(last);
                }
                if (cancelled || terminated) {
                    discard();
                }
                missed = WIP.addAndGet(this, -missed);
            } while (missed != 0);
        }

        // 1 -- into the open batch

        /** Puts an event where it belongs; returns whether that changes anything for others. */
        private boolean take(ServerEvent event) {
            try {
                if (held.events() == window) {
                    throw overflow();
                }
                if (!held.add(event)) {
                    unreplenished++;
                    misfits.take(event, currentContext());
                    return true;
                }
                return held.hasNews();
            } catch (Throwable broken) {
                Operators.onDiscard(event, currentContext());
                fail(Operators.onOperatorError(upstream, broken, currentContext()));
                return true;
            }
        }

        private static IllegalStateException overflow() {
            return Exceptions.failWithOverflow("the source emitted more than it was asked for");
        }

        // A failure of our own, met in the loop: what was gathered is emitted, then the error.
        private void fail(Throwable failure) {
            if (error != null) {
                Operators.onErrorDropped(failure, currentContext());
                return;
            }
            error = failure;
            done = true;
            WIP.incrementAndGet(this);
        }

        // 2 -- batches within the demand

        private void emit(boolean last) {
            long demand = requested;
            long emitted = 0;
            while (emitted != demand && !cancelled) {
                EventBatch batch = held.pollFull();
                if (batch == null && isDue(last)) {
                    batch = held.seal();
                }
                if (batch == null) {
                    break;
                }
                emitted++;
                unreplenished += batch.size();
                actual.onNext(batch);
            }
            if (emitted != 0 && demand != Long.MAX_VALUE) {
                REQUESTED.addAndGet(this, -emitted);
            }
            if (last && held.events() == 0) {
                terminate();
            } else {
                replenish();
            }
        }

        /** Whether the open batch may leave; otherwise sees to it that it is looked at again in time. */
        private boolean isDue(boolean last) {
            if (held.isSettled() || last) {
                return !held.isSettled();
            }
            long now = operator.timing.nanos();
            long left = held.openedAt() + operator.lingerNanos - now;
            if (left <= 0) {
                return true;
            }
            linger.set(now, left);
            return false;
        }

        // 3 -- as many events as left

        private void replenish() {
            Subscription source = upstream;
            if (source != null && !done && unreplenished >= replenishAt) {
                int n = unreplenished;
                unreplenished = 0;
                source.request(n);
            }
        }

        // ---- ends

        private void terminate() {
            if (terminated || cancelled) {
                return;
            }
            terminated = true;
            linger.stop();
            Throwable failure = error;
            if (failure != null) {
                actual.onError(failure);
            } else {
                actual.onComplete();
            }
        }

        private void discard() {
            linger.stop();
            Context context = currentContext();
            held.discard(context);
            for (ServerEvent event = intake.poll(); event != null; event = intake.poll()) {
                Operators.onDiscard(event, context);
            }
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
                return held.events() + intake.size();
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

    /**
     * What becomes of events that fit no batch of a subscription: the named consumer takes them; otherwise they are discarded, and
     * the first is logged. Not thread-safe.
     */
    private static final class Misfits {

        private static final Logger LOG = Loggers.getLogger(BatchOperator.class);

        private final BatchOperator operator;
        private boolean logged;

        Misfits(BatchOperator operator) {
            this.operator = operator;
        }

        void take(ServerEvent event, Context context) {
            String bound = "alone exceeds the " + operator.limits.maxBytes() + " bytes that a batch may have";
            Consumer<? super DeliveryResult> rejected = operator.rejected;
            if (rejected != null) {
                rejected.accept(DeliveryResult.invalid(event, List.of(new Violation("", Rule.EVENT_TOO_LARGE, bound))));
                return;
            }
            if (!logged) {
                logged = true;
                LOG.warn("An event {}; it was discarded, and so will be further ones", bound);
            }
            Operators.onDiscard(event, context);
        }
    }
}

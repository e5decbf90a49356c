package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.Screening.Judged;
import io.leadflux.reactor.delivery.DeliveryEngine;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jctools.queues.atomic.SpscChunkedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * What {@link ConversionClient#send} returns: elements in, one result for each out.
 *
 * @param <T> what the source emits
 * @param <R> what the subscriber gets for each
 */
final class FluxDelivery<T, R> extends Flux<R> {

    private final Pipelines pipelines;
    private final Publisher<? extends T> source;
    private final Function<? super T, ServerEvent> toEvent;
    private final Results.Joiner<T, R> joiner;

    FluxDelivery(
            Pipelines pipelines,
            Publisher<? extends T> source,
            Function<? super T, ServerEvent> toEvent,
            Results.Joiner<T, R> joiner) {
        this.pipelines = pipelines;
        this.source = source;
        this.toEvent = toEvent;
        this.joiner = joiner;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        source.subscribe(new DeliverySubscriber<>(pipelines, toEvent, joiner, actual));
    }

    /**
     * The upper end of a pipeline whose source is a publisher. It judges an element on the source's thread and leaves it for
     * the pipeline's drain loop.
     *
     * @param <T> what the source emits
     */
    static final class DeliverySubscriber<T> implements CoreSubscriber<T>, Intake, Scannable {
        private static final int CHUNK = 128;

        private record Waiting(Object source, ServerEvent event, List<Violation> violations) implements Arrival {

            @Override
            public long arrivedAt(long now) {
                return now;
            }
        }

        /** What becomes of an element. */
        private enum Fate {
            TAKEN,
            QUEUED,
            TOO_MUCH
        }

        private final Pipelines pipelines;
        private final DeliveryEngine engine;
        private final Function<? super T, ServerEvent> toEvent;
        private final Judged<T, Fate> takingAtOnce = this::takeAtOnce;
        private final Judged<T, Fate> queueing = this::queue;
        private final Queue<Waiting> waiting;
        private final Pipeline<?> pipeline;
        private volatile @Nullable Subscription upstream;
        private volatile boolean done;

        /** Whether an element is being judged, so that the results cannot complete without its own. */
        private final AtomicBoolean judging = new AtomicBoolean();

        /** The thread on which the drain loop is asking for elements at this moment: what it is given it takes at once. */
        private @Nullable Thread asking;

        private @Nullable Throwable error;

        <R> DeliverySubscriber(
                Pipelines pipelines,
                Function<? super T, ServerEvent> toEvent,
                Results.Joiner<T, R> joiner,
                CoreSubscriber<? super R> actual) {
            this.pipelines = pipelines;
            this.engine = pipelines.engine();
            this.toEvent = toEvent;
            this.waiting = new SpscChunkedAtomicArrayQueue<>(CHUNK, Math.max(engine.widestWindow(), 2 * CHUNK));
            this.pipeline = new Pipeline<>(pipelines, this, joiner, actual);
        }

        // ---- what the source calls

        @Override
        public Context currentContext() {
            return pipeline.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (Operators.validate(upstream, subscription)) {
                upstream = subscription;
                int first = pipeline.open();
                if (pipelines.isClosing()) {
                    pipeline.finish();
                } else {
                    subscription.request(first);
                }
            }
        }

        @Override
        public void onNext(T element) {
            requireNonNull(element, "element");
            boolean atOnce = asking == Thread.currentThread() && waiting.isEmpty();
            if (!atOnce) {
                judging.set(true);
            }
            boolean taken = false;
            if (done) {
                Operators.onNextDropped(element, currentContext());
            } else {
                taken = judge(element, atOnce);
            }
            if (!atOnce) {
                judging.lazySet(false); // what drain does first makes it seen
            }
            if (!taken) {
                pipeline.drain();
            }
        }

        /** Whether the element has been taken; else the pipeline has to be told of what has happened. */
        private boolean judge(T element, boolean atOnce) {
            Fate fate;
            try {
                ServerEvent event = toEvent.apply(element);
                engine.submitted();
                fate = pipelines.screening().judge(element, event, atOnce ? takingAtOnce : queueing);
            } catch (Throwable broken) {
                onError(ended(broken, element));
                return false;
            }
            if (fate == Fate.TOO_MUCH) {
                onError(Operators.onOperatorError(
                        upstream,
                        Exceptions.failWithOverflow("the source emitted more than it was asked for"),
                        currentContext()));
            }
            return fate == Fate.TAKEN;
        }

        /** Ends the source, also for what Reactor takes for fatal and throws on: those at hand are still to be answered for. */
        private Throwable ended(Throwable broken, T element) {
            try {
                return Operators.onOperatorError(upstream, broken, element, currentContext());
            } catch (Throwable fatal) {
                cancel();
                return fatal;
            }
        }

        private Fate takeAtOnce(T element, ServerEvent event, List<Violation> violations) {
            return pipeline.takeAtOnce(element, event, violations) ? Fate.TAKEN : queue(element, event, violations);
        }

        private Fate queue(T element, ServerEvent event, List<Violation> violations) {
            Waiting arrival = new Waiting(element, event, violations);
            if (waiting.offer(arrival)) {
                return Fate.QUEUED;
            }
            pipeline.discard(arrival);
            return Fate.TOO_MUCH;
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
            pipeline.drain();
        }

        @Override
        public void onComplete() {
            done = true;
            pipeline.drain();
        }

        // ---- what the pipeline calls

        @Override
        public @Nullable Arrival poll() {
            return waiting.poll();
        }

        /** Nothing has to be woken: the source drains the pipeline itself for each element. */
        @Override
        public boolean rest(int enough) {
            return waiting.isEmpty();
        }

        @Override
        public boolean isEmpty() {
            return !judging.get() && waiting.isEmpty();
        }

        @Override
        public boolean isDone() {
            return done;
        }

        @Override
        public @Nullable Throwable error() {
            return error;
        }

        @Override
        public void request(long n) {
            Subscription source = upstream;
            if (source != null) {
                asking = Thread.currentThread();
                source.request(n);
                asking = null;
            }
        }

        @Override
        public void finish() {
            cancel();
            done = true;
        }

        @Override
        public void cancel() {
            Subscription source = upstream;
            if (source != null) {
                source.cancel();
            }
        }

        @Override
        @SuppressWarnings("rawtypes") // as the interface has it
        public @Nullable Object scanUnsafe(Attr key) {
            if (key == Attr.PARENT) {
                return upstream;
            }
            if (key == Attr.ACTUAL) {
                return pipeline;
            }
            return key == Attr.RUN_STYLE ? Attr.RunStyle.SYNC : null;
        }
    }
}

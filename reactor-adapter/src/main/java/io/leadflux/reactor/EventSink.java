package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.Screening.Judged;
import io.leadflux.reactor.delivery.DeliveryEngine;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * The hot door of a client: takes single events from any number of threads.
 *
 * <p>Bounded at 16,384 events and 32 MiB by default, bytes being estimated; beyond that the {@link OverflowPolicy} decides.
 * Every event is validated on the caller's thread and queued. Callers never drain the queue: one thread at a time, of the
 * client's scheduler or one that brings a result, batches what is queued. It is woken when a batch can be filled, or for 25
 * events where batches fill slowly, and when one begins unless a timer fires within the linger time anyway; what comes in
 * between waits in the queue, no longer than the linger time.
 *
 * <p>A {@code Flux<ServerEvent>} rather goes through {@link ConversionClient#send}, which slows the source instead of
 * overflowing: {@code flux.transform(client::send)}.
 */
public final class EventSink {

    private static final Results.Joiner<Object, Object> TELL = SinkEntry::tell;

    private final DeliveryEngine engine;
    private final Screening screening;
    private final SinkQueue queue;
    private final Judged<Object, EmitResult> judged = this::take;
    private final Consumer<SinkEntry> evicted = this::evicted;
    private final SinkIntake intake;
    private final Pipeline<Object> pipeline;

    EventSink(Pipelines pipelines, SinkOptions options) {
        this.engine = pipelines.engine();
        this.screening = pipelines.screening();
        this.queue = new SinkQueue(options);
        this.intake =
                new SinkIntake(queue, engine.timing(), engine.options().deliveryTimeouts(), this::drain, this::expired);
        this.pipeline = new Pipeline<>(pipelines, intake, TELL, new Ignoring<>());
        intake.request(pipeline.open());
    }

    private void drain() {
        pipeline.drain();
    }

    /** Requests every result and looks at none: what awaits one has been told. */
    private static final class Ignoring<T> extends BaseSubscriber<T> {

        @Override
        protected void hookOnError(Throwable error) {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    /**
     * Takes an event, or says at once why not. Never blocks and never throws but for null; any thread, any number at once.
     * Its result shows in {@link ConversionClient#stats()} and, if it is not accepted, goes to the dead letters, unless
     * the consent gate withheld the event.
     */
    public EmitResult tryEmit(ServerEvent event) {
        return offer(requireNonNull(event, "event"), SinkEntry.NOT_AWAITED);
    }

    /**
     * Takes an event and emits its result.
     *
     * <p><b>Cold:</b> each subscription emits the event again, with the same {@code dedupe_id}: its own, or one that is drawn
     * by this call. Emits exactly one result, also when the event is not taken; never errs. Signalled on the subscriber's own
     * thread when the event is turned away, otherwise on the thread that brought the result, which must not be blocked. Cancel
     * changes nothing: what has been taken is sent.
     */
    public Mono<DeliveryResult> emit(ServerEvent event) {
        ServerEvent identified = screening.identified(requireNonNull(event, "event"));
        return Mono.defer(() -> {
            Sinks.One<DeliveryResult> result = Sinks.one();
            offer(identified, result);
            return result.asMono();
        });
    }

    private EmitResult offer(ServerEvent event, Object waiting) {
        engine.submitted();
        return screening.judge(waiting, event, judged);
    }

    private EmitResult take(Object waiting, ServerEvent event, List<Violation> violations) {
        if (!violations.isEmpty() && !queue.isClosed()) {
            turnAway(waiting, DeliveryResult.invalid(event, violations));
            return EmitResult.INVALID;
        }
        EmitResult result = queue.isClosed()
                ? EmitResult.CLOSED
                : queue.offer(SinkEntry.of(event, engine.timing().nanos(), waiting), evicted);
        switch (result) {
            case OK -> intake.offered();
            case OVERFLOW -> overflowed(waiting, event);
            default -> closed(waiting, event);
        }
        return result;
    }

    private void evicted(SinkEntry entry) {
        overflowed(entry.source(), entry.event());
    }

    private void overflowed(Object waiting, ServerEvent event) {
        DeliveryException cause = new DeliveryException("the sink was full", 0, null);
        turnAway(waiting, DeliveryResult.failed(event, Outcome.OVERFLOW, 0, false, cause));
        intake.shrunk();
    }

    private void expired(SinkEntry entry) {
        long waited = engine.timing().nanos() - entry.arrivedAt(0);
        DeliveryResult result = engine.overdue(entry.event());
        engine.turnedAway(result, waited);
        SinkEntry.tell(entry.source(), result);
    }

    private void closed(Object waiting, ServerEvent event) {
        turnAway(waiting, DeliveryEngine.closed(event));
        intake.shrunk();
    }

    private void turnAway(Object waiting, DeliveryResult result) {
        engine.turnedAway(result, 0);
        SinkEntry.tell(waiting, result);
    }

    /** Events in the queue, which take up the {@linkplain ConversionClient.Builder#sinkCapacity capacity}; 0 to the bound. */
    public int queuedEvents() {
        return queue.events();
    }

    /** The bytes of {@link #queuedEvents()}, estimated; 0 to the bound. */
    public long queuedBytes() {
        return queue.bytes();
    }

    void close() {
        queue.close();
        intake.wake();
    }

    Mono<Void> flush() {
        return intake.caughtUp().then(pipeline.flush());
    }

    boolean feeds(Pipeline<?> candidate) {
        return pipeline == candidate;
    }
}

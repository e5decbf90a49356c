package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import io.leadflux.reactor.Screening.Judged;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * The hot door of a client: takes single events from any number of threads.
 *
 * <p>Bounded at 16,384 events and 32 MiB by default, bytes being estimated; beyond that the {@link OverflowPolicy} decides.
 * Every event is validated on the caller's thread and queued; one thread at a time, of the client's scheduler or one that
 * brings a result, batches what is queued, so a caller does nobody's work but its own. While nothing can be sent, the caller
 * encodes its event as well, which then waits as bytes. The thread that batches is woken when a batch can be
 * filled, or for 25 events where batches fill slowly, and when one begins unless a timer will ring within the linger time
 * anyway; what comes in between waits in the queue, no longer than the linger time.
 *
 * <p>A {@code Flux<ServerEvent>} rather goes through {@link ConversionClient#send}, which slows the source instead of
 * overflowing: {@code flux.transform(client::send)}.
 */
public final class EventSink {

    private static final Reply<Object, Object> ANSWER = SinkEntry::answer;

    private final ConversionClient client;
    private final SinkQueue queue;
    private final Judged<Object, EmitResult> judged = this::take;
    private final Consumer<SinkEntry> dropped = this::dropped;
    private final SinkSource source;
    private final Pipeline<Object> pipeline;

    EventSink(ConversionClient client, ConversionClient.Builder builder) {
        this.client = client;
        this.queue = new SinkQueue(builder.sinkEvents, builder.sinkBytes, builder.overflow);
        this.source = new SinkSource(queue, client.timing.worker(), client::isHoldingBack, this::drain);
        this.pipeline = new Pipeline<>(client, source, ANSWER, new Ignoring<>());
        source.request(pipeline.open());
    }

    private void drain() {
        pipeline.drain();
    }

    /** Asks for every result and looks at none: whoever waits for one has been told. */
    private static final class Ignoring<T> extends BaseSubscriber<T> {

        @Override
        protected void hookOnError(Throwable error) {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    /**
     * Takes an event, or says at once why not. Never blocks and never throws but for null; any thread, any number at once.
     * Its result shows in {@link ConversionClient#stats()} and, if it is not accepted, goes to the dead letters.
     */
    public EmitResult tryEmit(ServerEvent event) {
        return offer(requireNonNull(event, "event"), SinkEntry.NOBODY);
    }

    /**
     * Takes an event and gives its result.
     *
     * <p><b>Cold:</b> each subscription emits the event anew. Emits exactly one result, also when the event is not taken;
     * never errs. Signalled on the subscriber's own thread when the event is turned away, otherwise on the thread that
     * brought the result, which must not be blocked. Cancel changes nothing: what has been taken is sent.
     */
    public Mono<DeliveryResult> emit(ServerEvent event) {
        requireNonNull(event, "event");
        return Mono.defer(() -> {
            Sinks.One<DeliveryResult> result = Sinks.one();
            offer(event, result);
            return result.asMono();
        });
    }

    /**
     * A subscriber that sends what it is given, with the demand of {@link ConversionClient#send}; results show in the stats
     * and the dead letters. To be subscribed once. An error of the source goes to {@link
     * reactor.core.publisher.Hooks#onErrorDropped}, which logs it by default, when what came before it is answered for.
     */
    public CoreSubscriber<ServerEvent> asSubscriber() {
        return client.subscriber(new Ignoring<>());
    }

    private EmitResult offer(ServerEvent event, Object waiting) {
        client.tally.submitted();
        return client.screening.judge(waiting, event, judged);
    }

    private EmitResult take(Object waiting, ServerEvent event, List<Violation> violations) {
        if (!violations.isEmpty()) {
            end(waiting, DeliveryResult.invalid(event, violations));
            return EmitResult.INVALID;
        }
        EmitResult result = queue.offer(entry(waiting, event), dropped);
        switch (result) {
            case OK -> source.offered();
            case OVERFLOW -> overflowed(waiting, event);
            default -> closed(waiting, event);
        }
        return result;
    }

    /**
     * While nothing is sent, an event waits as bytes. Its caller encodes it, who has just made it and has it in the
     * processor's caches. Not one for which there is no room.
     */
    private SinkEntry entry(Object waiting, ServerEvent event) {
        long now = client.timing.nanos();
        boolean asBytes = client.isHoldingBack()
                && queue.isFirstComeFirstServed()
                && event.textLength() <= client.limits.maxBytes()
                && queue.hasRoom(SinkEntry.bytes(event));
        return asBytes ? SinkEntry.of(EncodedEvent.of(event), now, waiting) : SinkEntry.of(event, now, waiting);
    }

    private void dropped(SinkEntry entry) {
        overflowed(entry.source(), entry.event());
    }

    private void overflowed(Object waiting, ServerEvent event) {
        DeliveryException cause = new DeliveryException("the sink was full", 0, null);
        end(waiting, DeliveryResult.failed(event, Outcome.OVERFLOW, 0, false, cause));
        source.shrunk();
    }

    private void closed(Object waiting, ServerEvent event) {
        end(waiting, DeliveryResult.failed(event, Outcome.CLOSED, 0, false, ConversionClient.closedCause()));
        source.shrunk();
    }

    private void end(Object waiting, DeliveryResult result) {
        client.tally.ended(result.outcome(), 1);
        client.turnedAway(result);
        SinkEntry.answer(waiting, result);
    }

    /**
     * Events that take up the {@linkplain ConversionClient.Builder#sinkCapacity capacity}: those in the queue and, while
     * nothing can be sent, those that wait in batches already; 0 to the bound.
     */
    public int queuedEvents() {
        return queue.events();
    }

    /** The bytes of {@link #queuedEvents()}, estimated; 0 to the bound. */
    public long queuedBytes() {
        return queue.bytes();
    }

    void close() {
        queue.close();
        source.wake();
    }

    Mono<Void> flush() {
        return source.caughtUp().then(pipeline.flush());
    }

    boolean feeds(Pipeline<?> candidate) {
        return pipeline == candidate;
    }
}

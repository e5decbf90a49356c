package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The room below the doors and the flow: takes sealed batches, and tells their owners, the listener and the dead letters what
 * became of each event. For any thread.
 */
public final class DeliveryEngine {

    private final DeliveryOptions options;
    private final ConcurrencyLimit limit;
    private final Timing timing;
    private final Counters counters = new Counters();
    private final CallbackGuard callbacks = new CallbackGuard(counters);
    private final LossLog losses;
    private final Dispatcher dispatcher;
    private final @Nullable DeliveryListener listener;
    private final @Nullable DeadLetterQueue deadLetters;
    private final Queue<DeliveryResult> left = new ConcurrentLinkedQueue<>();
    private volatile boolean reported;

    public DeliveryEngine(DeliveryOptions options, Timing timing) {
        this.options = options;
        this.timing = timing;
        losses = new LossLog(timing);
        limit = options.concurrency.get();
        listener = options.listener == null ? null : callbacks.guard(options.listener);
        dispatcher = new Dispatcher(options, limit, timing, counters, listener);
        deadLetters = options.deadLetters == null
                ? null
                : new DeadLetterQueue(options.deadLetters, timing, this::deadLetterLost);
    }

    // ---- what is set

    public DeliveryOptions options() {
        return options;
    }

    public Timing timing() {
        return timing;
    }

    /** What catches and counts the failures of a user's callbacks. */
    public CallbackGuard callbacks() {
        return callbacks;
    }

    /** The most elements that any stream may have between its source and its subscriber. */
    public int widestWindow() {
        return Math.max(2 * limit.ceiling(), 3) * options.limits().maxEvents();
    }

    /** Where dead letters go, for a log; null when none are kept. */
    public @Nullable String deadLetterDestination() {
        DeadLetterHandler handler = options.deadLetters;
        return handler == null ? null : callbacks.description(handler);
    }

    // ---- batches

    /** Queues for a permit, with a batch that is sealed or one that is still open. */
    public void request(PermitRequest request) {
        dispatcher.request(request);
    }

    /** Submits the batch that {@code request} stood for, or gives the place up when there is none any more. */
    public void redeem(PermitRequest request, @Nullable OutboundBatch batch) {
        dispatcher.redeem(request, batch);
    }

    /** The most bytes that a batch should have, as far as the provider's responses have shown. */
    public int maxBytes() {
        return dispatcher.maxBytes();
    }

    /** How many more requests may be begun. */
    public int freePermits() {
        return limit.free();
    }

    /** How many requests may be in flight now. */
    public int permits() {
        return limit.permits();
    }

    /** Whether as many batches wait for their turn as are in flight, one at least. */
    public boolean hasReserve() {
        return dispatcher.hasReserve();
    }

    // ---- counting and telling

    /** An event came in. */
    public void submitted() {
        counters.submitted();
    }

    /** A batch of so many events was sealed. */
    public void sealed(int events) {
        counters.sealed(events);
    }

    /** Events ended before they were submitted to the engine; {@link #report} tells of them. */
    public void ended(Outcome outcome, int events) {
        counters.ended(outcome, events);
    }

    /** Tells of events that have ended; called once for each, when the counters know of it. */
    public void report(Completion completion) {
        losses.ended(completion);
        Outcome outcome = completion.outcome();
        boolean kept = outcome != Outcome.ACCEPTED && (deadLetters != null || isClosed());
        if (!kept && listener == null) {
            return;
        }
        long now = timing.nanos();
        for (int i = 0; i < completion.size(); i++) {
            DeliveryResult result = completion.result(i);
            tell(result, now - completion.acceptedAt(i, now));
            if (outcome == Outcome.CLOSED && isClosed() && !reported) {
                left.add(result);
            }
        }
    }

    /**
     * Counts and tells of an event that ended before a pipeline took it, and so cannot be among what is left.
     *
     * @param tookNanos how long that was after it came in
     */
    public void turnedAway(DeliveryResult result, long tookNanos) {
        counters.ended(result.outcome(), 1);
        losses.ended(result);
        tell(result, tookNanos);
    }

    private void deadLetterLost() {
        counters.deadLetterLost();
        losses.deadLetterLost();
    }

    private void tell(DeliveryResult result, long tookNanos) {
        if (listener != null) {
            listener.eventEnded(result, Duration.ofNanos(tookNanos));
        }
        if (deadLetters != null && !result.isAccepted()) {
            deadLetters.add(result);
        }
    }

    /** What the engine has done so far. */
    public ClientStats stats() {
        return counters.snapshot();
    }

    /** What makes {@link #stats()}. It refers to the counters alone, so that it may outlive the client. */
    public Supplier<ClientStats> figures() {
        return counters::snapshot;
    }

    /** Whether batches are being sent, and if not, why. */
    public Health health() {
        return dispatcher.health();
    }

    /** How long the oldest event has waited for its turn, a response or another attempt; zero when none waits. */
    public Duration oldestAge() {
        long oldest = dispatcher.oldest();
        return oldest == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(Math.max(timing.nanos() - oldest, 0));
    }

    /** The result of an event whose deadline passed before it could be put into a batch. */
    public DeliveryResult overdue(ServerEvent event) {
        Outcome outcome = health() == Health.UNAUTHORIZED ? Outcome.UNAUTHORIZED : Outcome.EXPIRED;
        String message = "the delivery deadline passed before the first attempt";
        return DeliveryResult.failed(event, outcome, 0, false, new DeliveryException(message, 0, null));
    }

    /** The result of an event that came too late. */
    public static DeliveryResult closed(ServerEvent event) {
        DeliveryException cause = new DeliveryException("the client was closed", 0, null);
        return DeliveryResult.failed(event, Outcome.CLOSED, 0, false, cause);
    }

    // ---- the end

    /** Gives up everything, what is in flight included; later responses are ignored. */
    public void close() {
        dispatcher.close();
    }

    public boolean isClosed() {
        return dispatcher.isClosed();
    }

    /** Takes no more dead letters; completes when those at hand have been handed on. */
    public Mono<Void> deadLettersDrained() {
        return deadLetters == null ? Mono.empty() : deadLetters.drained();
    }

    /** Logs the losses that no line has told of yet; starts no more timers. */
    public void closeLossLog() {
        losses.close();
    }

    /** The results of what ended because the engine was closed, up to now; later ones are not kept. */
    public List<DeliveryResult> takeLeft() {
        reported = true;
        return new ArrayList<>(left);
    }
}

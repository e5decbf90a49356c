package io.leadflux.reactor.delivery;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The requests in flight: begun one after another, counted, and told to the listener. Belongs to the dispatcher. */
final class InFlightRequests {

    /** Is told, as a task of the dispatcher's executor, what a request came to. */
    interface Ended {
        void ended(OutboundBatch batch, String key, SendResult result);
    }

    private final EventSender sender;
    private final SerialExecutor executor;
    private final Counters counters;
    private final @Nullable DeliveryListener listener;
    private final Ended ended;
    private final Set<OutboundBatch> batches = new LinkedHashSet<>();

    /** Else a sender that responds at once would begin each request within the one before. */
    private final SerialExecutor starts;

    private volatile boolean closed;

    InFlightRequests(
            EventSender sender,
            SerialExecutor executor,
            Counters counters,
            @Nullable DeliveryListener listener,
            Ended ended) {
        this.sender = sender;
        this.executor = executor;
        this.counters = counters;
        this.listener = listener;
        this.ended = ended;
        this.starts = executor.sibling();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    int size() {
        return batches.size();
    }

    /** When the oldest event came in of all that is in flight; {@link Long#MAX_VALUE} when nothing is. */
    long oldest() {
        return batches.stream().mapToLong(OutboundBatch::oldest).min().orElse(Long.MAX_VALUE);
    }

    /** Begins a request when the executor has been left. */
    void begin(OutboundBatch batch, String key) {
        long now = executor.now();
        boolean repeated = batch.wasSent();
        batch.budgeted = false;
        batch.started(now);
        batches.add(batch);
        counters.started(batch.size(), repeated, batch.isProbe());
        tellStarted(batch, now);
        executor.afterwards(() -> starts.execute(() -> send(batch, key)));
    }

    /** Not if the client was closed since the request was decided on: the batch has its result then. */
    private void send(OutboundBatch batch, String key) {
        if (closed) {
            return;
        }
        CallbackGuard.response(() -> sender.send(batch.events, key))
                .switchIfEmpty(Mono.fromSupplier(() -> SendResult.noResponse(new IllegalStateException("no result"))))
                .onErrorResume(broken -> Mono.just(SendResult.noResponse(broken)))
                .subscribe(result -> executor.execute(() -> ended.ended(batch, key, result)));
    }

    /** The request is over; false when the batch had been given up before. */
    boolean end(OutboundBatch batch, SendResult result) {
        if (!batches.remove(batch)) {
            return false;
        }
        counters.landed(batch.size());
        batch.responded(result);
        tellEnded(batch, result);
        return true;
    }

    /** Begins no more. For any thread. */
    void close() {
        closed = true;
    }

    /** Takes out what is in flight, to be given up; later responses are ignored. */
    List<OutboundBatch> takeAll() {
        List<OutboundBatch> all = List.copyOf(batches);
        batches.clear();
        all.forEach(batch -> counters.landed(batch.size()));
        all.forEach(OutboundBatch::markUncertain);
        return all;
    }

    private void tellStarted(OutboundBatch batch, long now) {
        if (listener != null) {
            int attempt = batch.attempts(0);
            Duration waited = Duration.ofNanos(now - batch.oldestOwn());
            executor.afterwards(() -> listener.requestStarted(batch.size(), waited, attempt));
        }
    }

    private void tellEnded(OutboundBatch batch, SendResult result) {
        if (listener != null) {
            Duration took = Duration.ofNanos(executor.now() - batch.startedAt);
            executor.afterwards(() -> listener.requestEnded(batch.size(), result, took));
        }
    }
}

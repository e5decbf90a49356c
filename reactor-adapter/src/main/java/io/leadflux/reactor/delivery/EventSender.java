package io.leadflux.reactor.delivery;

import io.leadflux.batch.EventBatch;
import reactor.core.publisher.Mono;

/**
 * Carries one batch to the provider, once.
 *
 * <p><b>For implementers.</b> Retries, pauses and concurrency are the client's. A sender makes one attempt for each
 * subscription and reports exactly what is known about it. It is safe for use by many threads and many clients at once.
 *
 * <p>A batch's body may be read until the attempt has its result. When each event of it has a result, the client
 * {@linkplain EventBatch#release() releases} the batch, and its memory serves another one. Code that needs the body
 * later, such as a log, must {@linkplain EventBatch#body() copy} it. After an attempt that was cancelled, or whose fate
 * is unknown, the body stays.
 */
public interface EventSender {

    /**
     * One attempt to deliver {@code batch}.
     *
     * <p>Cold: work starts on subscription, and each subscription is another attempt. Subscribing must not block, since
     * the client starts one request after another. Emits exactly one result, on any thread. Must not err: a failure is
     * a {@link SendResult}. If it errs nevertheless, the client takes the fate of the attempt as unknown. Cancel ends
     * the attempt, with its fate unknown.
     *
     * @param batch 1 to 100 events with their encoded body
     * @param apiKey the raw key of the {@code Authorization} header; never to be logged
     */
    Mono<SendResult> send(EventBatch batch, String apiKey);

    /**
     * Releases what the sender holds, such as connections. Starts on subscription; completes when released; idempotent.
     * By default there is nothing to release.
     */
    default Mono<Void> disposeLater() {
        return Mono.empty();
    }
}

package io.leadflux.reactor.delivery;

import io.leadflux.batch.EventBatch;
import reactor.core.publisher.Mono;

/**
 * Carries one batch to the provider, once.
 *
 * <p><b>For implementers.</b> Retries, pauses and concurrency are the client's; a sender makes one attempt for each
 * subscription and tells truthfully what is known about it. It is safe for use by many threads and many clients at once.
 *
 * <p>A batch's body is there until the attempt has its result. Once each event has been answered for, the client {@linkplain
 * EventBatch#release() releases} it, and its memory serves another batch; who wants to see the body later, such as a log,
 * takes a {@linkplain EventBatch#body() copy}. After an attempt that was cancelled, or whose fate is unknown, the body stays.
 */
public interface EventSender {

    /**
     * One attempt to deliver {@code batch}.
     *
     * <p>Cold: work starts on subscription, and each subscription is an attempt of its own. Emits exactly one result, on
     * any thread. Must not err: a failure is a {@link SendResult}; should it err all the same, the client takes the
     * attempt's fate as unknown. Cancel gives the attempt up, with its fate unknown.
     *
     * @param batch 1 to 100 events with their encoded body
     * @param apiKey the raw key of the {@code Authorization} header; never to be logged
     */
    Mono<SendResult> send(EventBatch batch, String apiKey);

    /**
     * Releases what the sender holds, such as connections. Starts on subscription; completes when released; idempotent.
     * The default holds nothing.
     */
    default Mono<Void> disposeLater() {
        return Mono.empty();
    }
}

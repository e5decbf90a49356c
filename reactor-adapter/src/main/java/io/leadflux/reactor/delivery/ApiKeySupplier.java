package io.leadflux.reactor.delivery;

import reactor.core.publisher.Mono;

/**
 * Supplies the Conversion API key, the value of the {@code Authorization} header.
 *
 * <p>The client asks before its first request and again after a refusal of the key (401, or 403 for everything), so a
 * key can be rotated without a restart. It never asks twice at once.
 */
@FunctionalInterface
public interface ApiKeySupplier {

    /**
     * The current key. The client subscribes once for each key that it needs. An error, an empty {@code Mono}, or a key
     * with characters that no header can carry is tried again with backoff; meanwhile events wait, and the client's
     * health is {@link Health#UNAUTHORIZED}. The same holds when no reply comes within 10 seconds: the client cancels
     * its subscription then and ignores a later reply. Must not block.
     */
    Mono<String> apiKey();

    /**
     * A key that never changes.
     *
     * @throws IllegalArgumentException when {@code apiKey} is blank or has characters that no header can carry
     */
    static ApiKeySupplier of(String apiKey) {
        Mono<String> key = Mono.just(ApiKeyFormat.require(apiKey));
        return () -> key;
    }
}

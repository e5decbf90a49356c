package io.leadflux.reactor.delivery;

import reactor.core.publisher.Mono;

/**
 * Gives the Conversion API key, the value of the {@code Authorization} header.
 *
 * <p>The client asks before its first POST and again after each refusal (401 or 403), so a key can be rotated without a
 * restart. It never asks twice at once.
 */
@FunctionalInterface
public interface ApiKeySupplier {

    /**
     * The key of now. The client subscribes once for each answer that it needs; an error, an empty reply or none within 10 seconds is tried
     * again with backoff. Must not block.
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

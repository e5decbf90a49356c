package io.leadflux.benchmarks.endpoint;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.http.HttpEventSender;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Where to send, and how.
 *
 * @param endpoint without query
 * @param concurrency requests in flight at once
 * @param keys what to trust, or null for plain http
 */
public record Target(
        URI endpoint, int concurrency, @Nullable Keys keys) {

    /** Events in a full batch. */
    public static final int BATCH = 100;

    /** How long an event may wait for its batch to fill. */
    public static final Duration LINGER = Duration.ofMillis(50);

    /** The key in each request. */
    public static final String API_KEY = "0123456789abcdef0123456789abcdef";

    private static final String PIXEL_ID = "pixel";

    /** The endpoint with its query. */
    public URI uri() {
        return URI.create(endpoint + "?pixel_id=" + PIXEL_ID);
    }

    /** Reactor Netty's client for all peers that use it: one connection for each request in flight. */
    public HttpClient nettyClient() {
        HttpClient client = HttpClient.create(ConnectionProvider.create("comparison", concurrency))
                .headers(headers -> headers.set("Authorization", API_KEY).set("Content-Type", "application/json"));
        return keys == null ? client : client.secure(spec -> spec.sslContext(keys.forNetty()));
    }

    /** Our sender, with as many connections. */
    public HttpEventSender sender() {
        return HttpEventSender.builder(PIXEL_ID)
                .endpoint(endpoint)
                .maxConnections(concurrency)
                .httpClient(http -> keys == null ? http : http.secure(spec -> spec.sslContext(keys.forNetty())))
                .build();
    }

    /** Our client with that sender and otherwise default options. */
    public ConversionClient client() {
        return client(sender(), ConcurrencyLimit.fixed(concurrency));
    }

    /** Our client with a sender and permits that other clients may share. */
    public ConversionClient client(HttpEventSender sender, ConcurrencyLimit limit) {
        return ConversionClient.builder(sender, ApiKeySupplier.of(API_KEY))
                .concurrency(limit)
                .linger(LINGER)
                .build();
    }
}

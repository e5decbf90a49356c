package io.leadflux.benchmarks.contest;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Where to send, and how.
 *
 * @param endpoint without query
 * @param concurrency POSTs under way at once
 * @param keys what to trust, or null for plain http
 */
record Target(URI endpoint, int concurrency, @Nullable Keys keys) {

    static final int BATCH = 100;
    static final Duration LINGER = Duration.ofMillis(50);
    static final String PIXEL_ID = "pixel";
    static final String API_KEY = "0123456789abcdef0123456789abcdef";

    URI uri() {
        return URI.create(endpoint + "?pixel_id=" + PIXEL_ID);
    }

    /** Reactor Netty's client as all peers that use it have it: one connection for each POST under way. */
    HttpClient nettyClient() {
        HttpClient client = HttpClient.create(ConnectionProvider.create("contest", concurrency))
                .headers(headers -> headers.set("Authorization", API_KEY).set("Content-Type", "application/json"));
        return keys == null ? client : client.secure(spec -> spec.sslContext(keys.forNetty()));
    }
}

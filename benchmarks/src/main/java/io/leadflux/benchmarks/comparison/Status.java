package io.leadflux.benchmarks.comparison;

import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClientResponse;

/** The one answer that counts. */
final class Status {

    private static final int OK = 200;

    private Status() {}

    static int checked(int status) {
        if (status != OK) {
            throw new IllegalStateException("status " + status);
        }
        return status;
    }

    /** An answer that is let go before it has been read to its end costs the connection. */
    static Mono<Integer> whenRead(HttpClientResponse response, ByteBufMono body) {
        return body.then(Mono.fromSupplier(() -> checked(response.status().code())));
    }
}

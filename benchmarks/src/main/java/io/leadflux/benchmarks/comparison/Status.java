package io.leadflux.benchmarks.comparison;

import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClientResponse;

/** Checks the status of a response; only 200 counts. */
final class Status {

    private static final int OK = 200;

    private Status() {}

    static int checked(int status) {
        if (status != OK) {
            throw new IllegalStateException("status " + status);
        }
        return status;
    }

    /** Reads the response to its end; otherwise the connection would be lost. */
    static Mono<Integer> whenRead(HttpClientResponse response, ByteBufMono body) {
        return body.then(Mono.fromSupplier(() -> checked(response.status().code())));
    }
}

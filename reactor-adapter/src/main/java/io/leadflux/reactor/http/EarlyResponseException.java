package io.leadflux.reactor.http;

import java.io.IOException;

/** A response that claims success came before the request had been written. A value, without a stack trace. */
final class EarlyResponseException extends IOException {

    private static final long serialVersionUID = 1;

    EarlyResponseException(int status) {
        super("status " + status + " came before the request had been written");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

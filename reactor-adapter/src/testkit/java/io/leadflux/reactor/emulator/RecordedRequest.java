package io.leadflux.reactor.emulator;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One request, whole, before the emulator has checked it. Immutable. */
public final class RecordedRequest {

    private final long number;
    private final String method;
    private final String uri;
    private final HttpHeaders headers;
    private final byte[] body;

    RecordedRequest(long number, String method, String uri, HttpHeaders headers, byte[] body) {
        this.number = number;
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
    }

    /** The number of the request in the order of arrival at this emulator, from 1. */
    public long number() {
        return number;
    }

    /** The method, such as {@code POST}. */
    public String method() {
        return method;
    }

    /** Path and query as sent. */
    public String uri() {
        return uri;
    }

    /** The first header of this name in any case, or null. {@code Authorization} holds the key as sent. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The body's length in bytes. */
    public int bodyLength() {
        return body.length;
    }

    /** The body as UTF-8 text. It holds personal values. */
    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Number, method and length; neither query, key nor body. */
    @Override
    public String toString() {
        return "RecordedRequest{number=" + number + ", method=" + method + ", bodyLength=" + body.length + '}';
    }
}

package io.leadflux.reactor.http;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.EventSender;
import io.leadflux.reactor.SendResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Carries batches to the provider by HTTP/1.1 over Reactor Netty, on connections that are kept alive and shared.
 *
 * <p>One sender stands for one pixel id and endpoint; it is safe for use by many threads and clients. It makes exactly one
 * attempt for each call: Reactor Netty's own retry is off, redirects are never followed (the key would go with them),
 * interim answers are passed over, and no body of an answer is read beyond 64 KiB. TLS is required, but for a loopback host or by
 * {@link Builder#allowPlainHttp(boolean)}.
 *
 * <p>Results are signalled on Reactor Netty's event loop, or a timer's thread when an attempt is given up.
 */
public final class HttpEventSender implements EventSender {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** What waits for a connection is bounded by the clients' concurrency, and by the time-out. */
    private static final int NO_BOUND_BUT_THE_CLIENTS = -1;

    private final URI endpoint;
    private final String uri;
    private final HttpClient http;
    private final ConnectionProvider connections;
    private final Duration attemptTimeout;
    private final Duration answerTimeout;
    private final InstantSource clock;

    private HttpEventSender(Builder builder) {
        endpoint = builder.endpoint;
        uri = Endpoint.requestUri(endpoint, builder.pixelId);
        answerTimeout = builder.responseTimeout;
        attemptTimeout = builder.connectTimeout.plus(builder.responseTimeout).multipliedBy(2);
        clock = builder.clock;
        connections = ConnectionProvider.builder("leadflux")
                .maxConnections(builder.maxConnections)
                .pendingAcquireMaxCount(NO_BOUND_BUT_THE_CLIENTS)
                .pendingAcquireTimeout(builder.connectTimeout)
                .maxIdleTime(builder.maxIdleTime)
                .lifo()
                .build();
        http = builder.customizer
                .apply(HttpClient.create(connections))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(builder.connectTimeout.toMillis()))
                .responseTimeout(builder.responseTimeout)
                .disableRetry(true)
                .followRedirect(false)
                .doOnChannelInit((observer, channel, address) -> AnswerFilter.addTo(channel.pipeline()))
                .headers(HttpEventSender::setContentType);
    }

    private HttpEventSender(HttpEventSender sibling, String uri) {
        this.uri = uri;
        this.endpoint = sibling.endpoint;
        this.http = sibling.http;
        this.connections = sibling.connections;
        this.attemptTimeout = sibling.attemptTimeout;
        this.answerTimeout = sibling.answerTimeout;
        this.clock = sibling.clock;
    }

    private static void setContentType(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        headers.set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON);
    }

    /** A sender to the provider's endpoint with all defaults. */
    public static HttpEventSender create(String pixelId) {
        return builder(pixelId).build();
    }

    /**
     * A builder with all defaults.
     *
     * @param pixelId the event key of the account, sent as the {@code pixel_id} of each request
     */
    public static Builder builder(String pixelId) {
        return new Builder(pixelId);
    }

    /**
     * A sender for another account on the connections of this one, with all its options. It costs a few hundred bytes; so
     * one pool serves any number of accounts. {@link #disposeLater()} of either closes the connections of both.
     *
     * @param pixelId the event key of the other account, not blank
     */
    public HttpEventSender withPixelId(String pixelId) {
        return new HttpEventSender(this, Endpoint.requestUri(endpoint, Builder.requirePixelId(pixelId)));
    }

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.defer(() -> attempt(batch, apiKey));
    }

    private Mono<SendResult> attempt(EventBatch batch, String apiKey) {
        AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
        return http.headers(headers -> {
                    headers.set(HttpHeaderNames.AUTHORIZATION, apiKey);
                    headers.set(HttpHeaderNames.CONTENT_LENGTH, batch.bodyLength());
                })
                .post()
                .uri(uri)
                .send((request, outbound) -> stage.compareAndSet(Stage.WAITING, Stage.WRITING)
                        ? outbound.send(Mono.fromSupplier(() -> body(batch, outbound.alloc())))
                        : Mono.error(new CancellationException("given up before the request was written")))
                .response(this::answered)
                .single()
                .timeout(attemptTimeout)
                .onErrorResume(failure -> Mono.just(
                        stage.getAndSet(Stage.OVER) == Stage.WRITING
                                ? SendResult.unanswered(failure)
                                : SendResult.notSent(failure)));
    }

    /** How far an attempt has come: what is given up while it waits for a connection must not be written later. */
    private enum Stage {
        WAITING,
        WRITING,
        OVER
    }

    private static ByteBuf body(EventBatch batch, ByteBufAllocator allocator) {
        int length = batch.bodyLength();
        ByteBuf body = allocator.directBuffer(length, length);
        batch.writeBody(body.internalNioBuffer(0, length));
        return body.writerIndex(length);
    }

    /** The status decides; what follows it is read for a hint at the culprit, or only so that the connection can be kept. */
    private Flux<SendResult> answered(HttpClientResponse response, ByteBufFlux content) {
        HttpHeaders headers = response.responseHeaders();
        SendResult result = SendResult.answered(response.status().code())
                .withRetryAfter(RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), clock))
                .withErrorCode(ErrorCode.of(headers))
                .withBadIndex(BadIndex.of(headers));
        if (result.verdict() == SendResult.Verdict.BAD_BATCH && result.badIndex() == BadIndex.NONE) {
            return text(content)
                    .map(body -> result.withBadIndex(BadIndex.in(body)))
                    .flux();
        }
        return bounded(content.map(ByteBuf::readableBytes)).ignoreElements().thenMany(Flux.just(result));
    }

    private Mono<String> text(ByteBufFlux content) {
        StringBuilder text = new StringBuilder();
        return bounded(content.map(part -> {
                    text.append(part.toString(StandardCharsets.UTF_8));
                    return part.readableBytes();
                }))
                .then(Mono.fromSupplier(text::toString));
    }

    private Flux<Integer> bounded(Flux<Integer> sizes) {
        return sizes.scan(Integer::sum)
                .takeUntil(total -> total > MAX_ANSWER_BYTES)
                .take(answerTimeout)
                .onErrorComplete();
    }

    /** Closes the idle connections and awaits those in use. Starts on subscription; idempotent. */
    @Override
    public Mono<Void> disposeLater() {
        return connections.disposeLater();
    }

    /** Collects the options of an {@link HttpEventSender}; not thread-safe. */
    public static final class Builder {

        final String pixelId;
        URI endpoint = Endpoint.PROVIDER;
        boolean allowPlainHttp;
        Duration connectTimeout = Duration.ofSeconds(5);
        Duration responseTimeout = Duration.ofSeconds(10);
        int maxConnections = 64;
        Duration maxIdleTime = Duration.ofSeconds(15);
        UnaryOperator<HttpClient> customizer = UnaryOperator.identity();
        InstantSource clock = InstantSource.system();

        private Builder(String pixelId) {
            this.pixelId = requirePixelId(pixelId);
        }

        private static String requirePixelId(String pixelId) {
            if (requireNonNull(pixelId, "pixelId").isBlank()) {
                throw new IllegalArgumentException("pixelId must not be blank");
            }
            return pixelId;
        }

        /**
         * {@code https://b.applovin.com/v1/event}. Where batches are sent: an absolute URL without user info, query and
         * fragment.
         */
        public Builder endpoint(URI endpoint) {
            this.endpoint = Endpoint.checked(endpoint);
            return this;
        }

        /** False. Whether plain http may go to a host that is not loopback; key and events are then readable on the way. */
        public Builder allowPlainHttp(boolean allowPlainHttp) {
            this.allowPlainHttp = allowPlainHttp;
            return this;
        }

        /** 5 s. How long a connection may take to be had, from 1 ms to 5 minutes. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = requireRange("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * 10 s. How long the provider may be silent after a request, from 1 ms to 5 minutes. An attempt as a whole, a provider
         * that does not read or that answers in drops included, is given up after twice the sum of both time-outs.
         */
        public Builder responseTimeout(Duration responseTimeout) {
            this.responseTimeout = requireRange("responseTimeout", responseTimeout);
            return this;
        }

        /**
         * 64. How many connections may be open at once, from 1 to 4,096. Beyond that attempts of all clients wait for their
         * turn, up to the time-out for a connection.
         */
        public Builder maxConnections(int maxConnections) {
            if (maxConnections < 1 || maxConnections > 4096) {
                throw new IllegalArgumentException("maxConnections must be from 1 to 4096, not " + maxConnections);
            }
            this.maxConnections = maxConnections;
            return this;
        }

        /**
         * 15 s. How long an unused connection is kept, from 1 ms to 5 minutes. Shorter than the server's own limit, so that
         * no request is written to a connection that is being closed.
         */
        public Builder maxIdleTime(Duration maxIdleTime) {
            this.maxIdleTime = requireRange("maxIdleTime", maxIdleTime);
            return this;
        }

        /**
         * None. A last word on Reactor Netty's client, for a proxy, a trust store or its metrics. What the sender promises is
         * set afterwards and cannot be undone here: no retry, no redirect, its time-outs.
         */
        public Builder httpClient(UnaryOperator<HttpClient> customizer) {
            this.customizer = requireNonNull(customizer, "customizer");
            return this;
        }

        private static Duration requireRange(String name, Duration value) {
            requireNonNull(value, name);
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofMinutes(5)) > 0) {
                throw new IllegalArgumentException(name + " must be from 1 ms to 5 minutes, not " + value);
            }
            return value;
        }

        /**
         * The sender; no connection is opened yet.
         *
         * @throws IllegalStateException when the endpoint is plain http, not loopback, and that was not allowed
         */
        public HttpEventSender build() {
            Endpoint.requireProtected(endpoint, allowPlainHttp);
            return new HttpEventSender(this);
        }
    }
}

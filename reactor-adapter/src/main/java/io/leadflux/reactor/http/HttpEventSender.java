package io.leadflux.reactor.http;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.Timing;
import io.leadflux.validation.Range;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.resources.ConnectionProvider;

/**
 * Carries batches to the provider by HTTP/1.1 over Reactor Netty, on connections that are kept alive and shared.
 *
 * <p>One sender serves one pixel id at one endpoint, and is safe for use by many threads and clients. For many
 * accounts, call {@link #withPixelId(String)}: the senders then share their connections. A sender makes exactly one
 * attempt for each call. Reactor Netty's own retry is off, redirects are never followed (the key would go with them),
 * interim responses are skipped, and no more than 64 KiB of a response are read. The user agent is {@code
 * leadflux/<version>}. TLS is required, except for a loopback
 * host or with {@link Builder#allowPlainHttp(boolean)}.
 *
 * <p>A 200 counts only if the whole request had been handed to the network before. After an earlier 200 the fate of the
 * batch is unknown, as without any response.
 *
 * <p>Results are signalled on Reactor Netty's event loop, or on a timer's thread when an attempt is given up.
 */
public final class HttpEventSender implements EventSender {

    /** Requests that wait for a connection are bounded by the clients' concurrency. */
    private static final int UNBOUNDED = -1;

    /** The time-out of the attempt covers the wait for a connection. */
    private static final Duration NO_TIMEOUT = Duration.ZERO;

    /** Twice a usual request, so that one call hands it to the kernel as a whole. */
    private static final int SEND_BUFFER = 128 * 1024;

    private final URI endpoint;
    private final HttpClient http;
    private final RequestSender requests;
    private final ConnectionProvider connections;
    private final AttemptTimeout timeout;
    private final InstantSource clock;

    private HttpEventSender(Builder builder) {
        endpoint = builder.endpoint;
        timeout = new AttemptTimeout(
                builder.connectTimeout.plus(builder.responseTimeout).multipliedBy(2), Timing.monotonic());
        clock = builder.clock;
        connections = ConnectionProvider.builder("leadflux")
                .maxConnections(builder.maxConnections)
                .pendingAcquireMaxCount(UNBOUNDED)
                .pendingAcquireTimeout(NO_TIMEOUT)
                .maxIdleTime(builder.maxIdleTime)
                .lifo()
                .build();
        http = onAllLoops(builder.customizer.apply(HttpClient.create(connections)
                        .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, UserAgent.VALUE))
                        .option(ChannelOption.SO_SNDBUF, SEND_BUFFER)))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(builder.connectTimeout.toMillis()))
                .responseTimeout(builder.responseTimeout)
                .disableRetry(true)
                .followRedirect(false)
                .doOnChannelInit((observer, channel, address) -> ResponseFilter.addTo(channel.pipeline()))
                .headers(HttpEventSender::setContentType);
        requests = requests(builder.pixelId);
    }

    private HttpEventSender(HttpEventSender sibling, String pixelId) {
        this.endpoint = sibling.endpoint;
        this.http = sibling.http;
        this.connections = sibling.connections;
        this.timeout = sibling.timeout;
        this.clock = sibling.clock;
        this.requests = requests(pixelId);
    }

    /**
     * Applied after the customizer: setting event loops also sets a resolver, and the provider's name would be looked
     * up here even where a proxy does that.
     */
    private static HttpClient onAllLoops(HttpClient client) {
        boolean defaultLoops = client.configuration().loopResources() == HttpResources.get();
        return defaultLoops ? client.runOn(NonColocatedLoops.INSTANCE) : client;
    }

    /** What is the same for every request, built once. */
    private RequestSender requests(String pixelId) {
        return http.post().uri(Endpoint.requestUri(endpoint, pixelId));
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
     * A sender for another account on the connections of this one, with the same options. It costs a few hundred bytes,
     * so one pool serves any number of accounts. {@link #disposeLater()} of either closes the connections of both.
     *
     * @param pixelId the event key of the other account, not blank
     */
    public HttpEventSender withPixelId(String pixelId) {
        return new HttpEventSender(this, Builder.requirePixelId(pixelId));
    }

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.defer(() -> new Attempt(batch, apiKey, clock).by(requests, timeout));
    }

    /** Closes idle connections and waits for those in use. Starts on subscription; idempotent. */
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
         * {@code https://b.applovin.com/v1/event}. Where batches are sent: an absolute URL without user info, query or
         * fragment.
         */
        public Builder endpoint(URI endpoint) {
            this.endpoint = Endpoint.checked(endpoint);
            return this;
        }

        /**
         * False. Whether plain http is allowed to a host that is not loopback; others can then read the key and the
         * events.
         */
        public Builder allowPlainHttp(boolean allowPlainHttp) {
            this.allowPlainHttp = allowPlainHttp;
            return this;
        }

        /** 5 s. How long a connection may take to be opened, from 1 ms to 5 minutes. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = requireRange("connectTimeout", connectTimeout);
            return this;
        }

        /**
         * 10 s. How long the provider may be silent after a request, from 1 ms to 5 minutes. The attempt as a whole is
         * given up after twice the sum of both time-outs, or up to a sixteenth later, for instance when the provider
         * does not read the request or sends its response byte by byte.
         */
        public Builder responseTimeout(Duration responseTimeout) {
            this.responseTimeout = requireRange("responseTimeout", responseTimeout);
            return this;
        }

        /**
         * 64. How many connections may be open at once, from 1 to 4,096. More attempts wait for a connection, up
         * to the time-out of the attempt as a whole.
         */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = Range.require("maxConnections", maxConnections, 1, 4096);
            return this;
        }

        /**
         * 15 s. How long an unused connection is kept, from 1 ms to 5 minutes. It should be shorter than the server's
         * limit, so that no request is written to a connection that is being closed.
         */
        public Builder maxIdleTime(Duration maxIdleTime) {
            this.maxIdleTime = requireRange("maxIdleTime", maxIdleTime);
            return this;
        }

        /**
         * None. Changes Reactor Netty's client, for a proxy, a trust store or its metrics. What the sender promises is
         * set afterwards and cannot be changed here: no retry, no redirect, its time-outs. With {@code proxy(...)} the
         * proxy looks the provider's name up. {@code proxyWhen(...)} needs {@code
         * resolver(NoopAddressResolverGroup.INSTANCE)} for that.
         */
        public Builder httpClient(UnaryOperator<HttpClient> customizer) {
            this.customizer = requireNonNull(customizer, "customizer");
            return this;
        }

        private static Duration requireRange(String name, Duration value) {
            return Range.require(name, value, Duration.ofMillis(1), Duration.ofMinutes(5));
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

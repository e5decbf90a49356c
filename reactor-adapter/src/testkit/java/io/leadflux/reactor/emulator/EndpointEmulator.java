package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * The provider's endpoint on a loopback port. It checks every published rule, responds with 200, 400 or 401 as
 * published, and keeps a {@link Ledger} of what it accepted. A {@link Script} makes it fail on purpose.
 *
 * <pre>{@code
 * EndpointEmulator emulator = EndpointEmulator.builder().start();
 * // POST events to emulator.uri(), with DEFAULT_PIXEL_ID and DEFAULT_KEY
 * emulator.ledger().accepted();
 * emulator.disposeNow();
 * }</pre>
 *
 * <p>What is published is checked strictly, and one bad event fails its whole batch. What is not published is not
 * checked: there is no maximum age, no maximum length of a field and no list of currencies, and negative values pass.
 * As usual in HTTP, another path results in 404, another method in 405, too long a body in 413, and a {@code Host} that
 * is neither this machine nor one of {@link Builder#hosts} in 421. A body that is not needed for the response is read and
 * dropped. {@code GET /ledger} returns {@link Ledger#toJson()}.
 *
 * <p>Thread-safe. Requests are served on Reactor Netty's event loops; nothing blocks there.
 */
public final class EndpointEmulator implements Disposable {

    /** The {@code pixel_id} that is accepted by default. */
    public static final String DEFAULT_PIXEL_ID = "emulator-pixel-id";

    /** The API key that is accepted by default. It opens nothing but emulators. */
    public static final String DEFAULT_KEY = "emulator-api-key";

    static final String PATH = "/v1/event";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final DisposableServer server;
    private final ChannelGroup connections;
    private final RequestHandler handler;
    private final URI uri;

    private EndpointEmulator(DisposableServer server, ChannelGroup connections, RequestHandler handler, boolean tls) {
        this.server = server;
        this.connections = connections;
        this.handler = handler;
        this.uri = URI.create((tls ? "https" : "http") + "://127.0.0.1:" + server.port() + PATH);
    }

    /** A builder in which every option has its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where to POST, such as {@code http://127.0.0.1:40123/v1/event}; the client adds the query {@code pixel_id}. */
    public URI uri() {
        return uri;
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** What it responded and accepted. */
    public Ledger ledger() {
        return handler.ledger();
    }

    /** What it does next. */
    public Script script() {
        return handler.script();
    }

    /** Requests that this emulator received, except {@code GET /ledger}. */
    public long requests() {
        return handler.requests().arrived();
    }

    /** Memory that the bodies of all requests take now, in bytes. */
    long bufferedBytes() {
        return handler.memory().reserved();
    }

    /** Requests that have begun and not ended. */
    int activeRequests() {
        return handler.requests().active();
    }

    /** The most requests that waited at one time for their response to begin. */
    public int maxConcurrentRequests() {
        return handler.requests().most();
    }

    /**
     * Stops as a crash would: the port and every connection close at once, with or without a response. Does not wait.
     */
    @Override
    public void dispose() {
        closed().subscribe();
    }

    /**
     * As {@link #dispose()}, and waits until port and connections are closed, so that the port can be used again.
     * Blocks, at most 30 seconds; not for an event loop.
     */
    public void disposeNow() {
        closed().block(STOP_LIMIT);
    }

    /**
     * Stops gracefully: takes no new connection, waits until no request is active, and closes everything.
     *
     * <p>Cold; the stop begins with the first subscription. Completes empty when all is closed, on an event loop or the
     * delay scheduler, and never fails. Cancelling leaves the port closed and the connections open.
     *
     * @param grace how long active requests may take; those that take longer are cut off
     */
    public Mono<Void> disposeLater(Duration grace) {
        requireNonNull(grace, "grace");
        return Mono.defer(() -> {
            server.dispose();
            return handler.requests().whenIdle().timeout(grace, Mono.empty()).then(closed());
        });
    }

    private Mono<Void> closed() {
        return Mono.defer(() -> {
            server.dispose();
            Mono<Void> connectionsClosed = FutureMono.from(connections.close());
            return server.onDispose().onErrorComplete().then(connectionsClosed.onErrorComplete());
        });
    }

    /** Completes empty when the port is closed. Hot. */
    public Mono<Void> onDispose() {
        return server.onDispose();
    }

    @Override
    public boolean isDisposed() {
        return server.isDisposed();
    }

    /** Address and figures; the key never prints. */
    @Override
    public String toString() {
        return "EndpointEmulator{uri=" + uri + ", requests=" + requests() + ", key=REDACTED}";
    }

    static String notBlank(String name, String value) {
        if (requireNonNull(value, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value;
    }

    /** Collects the options of an {@link EndpointEmulator}; not thread-safe. */
    public static final class Builder {

        String pixelId = DEFAULT_PIXEL_ID;
        int maxBodyBytes = 8 << 20;
        boolean errorDetail;
        Clock clock = Clock.systemUTC();
        Scheduler scheduler = Schedulers.parallel();
        private int port;
        private String apiKey = DEFAULT_KEY;
        private Duration futureTolerance = EventRules.DEFAULT_FUTURE_TOLERANCE;
        private boolean refusePersonalData = true;
        private @Nullable Ledger ledger;
        private @Nullable SslContext sslContext;
        private @Nullable LoopResources loops;
        private long maxBufferedBytes;
        private final Set<String> hosts = new HashSet<>();

        private Builder() {}

        /** 0, any free port. The loopback port to listen on, 0 to 65,535. */
        public Builder port(int port) {
            this.port = Bounds.require("port", port, 0, 65_535);
            return this;
        }

        /** {@link EndpointEmulator#DEFAULT_PIXEL_ID}. The {@code pixel_id} that requests must carry. */
        public Builder pixelId(String pixelId) {
            this.pixelId = notBlank("pixelId", pixelId);
            return this;
        }

        /** {@link EndpointEmulator#DEFAULT_KEY}. The API key that requests must carry, until the script changes it. */
        public Builder apiKey(String apiKey) {
            this.apiKey = notBlank("apiKey", apiKey);
            return this;
        }

        /** A new one. Where requests are recorded; the ledger of a stopped emulator may be used again. */
        public Builder ledger(Ledger ledger) {
            this.ledger = requireNonNull(ledger, "ledger");
            return this;
        }

        /** 8 MiB. The longest body that is read, in bytes, 1 to 2^30; a longer one results in 413. */
        public Builder maxBodyBytes(int maxBodyBytes) {
            this.maxBodyBytes = Bounds.require("maxBodyBytes", maxBodyBytes, 1, 1 << 30);
            return this;
        }

        /**
         * 64 MiB or a quarter of the heap, whichever is less, yet enough for four bodies of the greatest length. How much
         * memory the bodies of all requests may take together, in bytes, 1 to 2^40; a body for which there is none left
         * results in 503.
         */
        public Builder maxBufferedBytes(long maxBufferedBytes) {
            this.maxBufferedBytes = Bounds.require("maxBufferedBytes", maxBufferedBytes, 1, 1L << 40);
            return this;
        }

        /**
         * None. More names or addresses in the header {@code Host} that requests may be for, in any case and without a
         * port, such as a container's name. Those of this machine, as {@code localhost} and {@code 127.0.0.1}, always
         * are. Replaces the former ones.
         */
        public Builder hosts(String... hosts) {
            this.hosts.clear();
            for (String host : hosts) {
                this.hosts.add(notBlank("host", host).toLowerCase(Locale.ROOT));
            }
            return this;
        }

        /**
         * False. Whether a rejection carries the headers {@code x-al-error-code} and {@code x-al-error-message}, which
         * name the first mistake and its place. They are not published, so no client may need them. {@link
         * Ledger#recentRejections()} has the same in any case.
         */
        public Builder errorDetail(boolean errorDetail) {
            this.errorDetail = errorDetail;
            return this;
        }

        /** 5 minutes. How far {@code event_time} may be ahead of the clock, 0 to 365 days. */
        public Builder futureTolerance(Duration futureTolerance) {
            this.futureTolerance =
                    Bounds.require("futureTolerance", futureTolerance, Duration.ZERO, Duration.ofDays(365));
            return this;
        }

        /**
         * True. Whether e-mail addresses, telephone numbers and SHA-256 digests are rejected where they are recognised.
         */
        public Builder refusePersonalData(boolean refusePersonalData) {
            this.refusePersonalData = refusePersonalData;
            return this;
        }

        /** The system's clock. The clock of the merge window and of {@code event_time}. */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** {@link Schedulers#parallel()}. Where the delays of scripted responses elapse. */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = requireNonNull(scheduler, "scheduler");
            return this;
        }

        /** None, plain HTTP. A server context for TLS; its certificate must suit 127.0.0.1. */
        public Builder sslContext(SslContext sslContext) {
            this.sslContext = requireNonNull(sslContext, "sslContext");
            return this;
        }

        /** Reactor Netty's shared event loops. The event loops to serve on; they are not disposed here. */
        public Builder runOn(LoopResources loops) {
            this.loops = requireNonNull(loops, "loops");
            return this;
        }

        BodyMemory memory() {
            return new BodyMemory(maxBufferedBytes == 0 ? BodyMemory.defaultMax(maxBodyBytes) : maxBufferedBytes);
        }

        HostRules hostRules() {
            return new HostRules(hosts);
        }

        EventRules rules() {
            return new EventRules(futureTolerance, refusePersonalData);
        }

        /**
         * Starts an emulator and waits until it listens. Blocks, at most 30 seconds; not for an event loop.
         *
         * @throws RuntimeException when the port is taken
         */
        public EndpointEmulator start() {
            return requireNonNull(startLater().block(START_LIMIT), "emulator");
        }

        /**
         * An emulator per subscription, with the options that are set at that moment.
         *
         * <p>Cold. Signals on an event loop once it listens; an error when the port is taken. Cancelling before that
         * stops it.
         */
        public Mono<EndpointEmulator> startLater() {
            return Mono.defer(() -> {
                ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
                Ledger kept = ledger == null ? Ledger.create() : ledger;
                RequestHandler handler = new RequestHandler(this, new Script(apiKey), kept);
                boolean tls = sslContext != null;
                return server(connections, handler)
                        .bind()
                        .map(server -> new EndpointEmulator(server, connections, handler, tls));
            });
        }

        private HttpServer server(ChannelGroup connections, RequestHandler handler) {
            HttpServer server = HttpServer.create()
                    .host("127.0.0.1")
                    .port(port)
                    .doOnConnection(connection -> connections.add(connection.channel()))
                    .handle(handler);
            LoopResources chosenLoops = loops;
            if (chosenLoops != null) {
                server = server.runOn(chosenLoops);
            }
            SslContext context = sslContext;
            return context == null ? server : server.secure(spec -> spec.sslContext(context));
        }

        /** The options without the key. */
        @Override
        public String toString() {
            return "EndpointEmulator.Builder{port=" + port + ", maxBodyBytes=" + maxBodyBytes + ", key=REDACTED}";
        }
    }
}

package io.leadflux.reactor.wire;

import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.wire.Fault.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * A TCP proxy on a loopback port that knows nothing of HTTP but where an exchange begins: with the first bytes of the
 * client after bytes of the server. For each exchange it asks its plan for a {@link Fault}. When the target refuses a
 * connection, the client sees a reset.
 */
final class FaultProxy implements AutoCloseable {

    private static final Duration PATIENCE = Watchdog.LIMIT;

    private final IntSupplier targetPort;
    private final Supplier<Fault> plan;
    private final Map<Kind, LongAdder> struck = new EnumMap<>(Kind.class);
    private final LongAdder connections = new LongAdder();
    private final Sinks.Empty<Void> firstExchange = Sinks.empty();
    private final DisposableServer server;

    private FaultProxy(IntSupplier targetPort, Supplier<Fault> plan) {
        this.targetPort = targetPort;
        this.plan = plan;
        for (Kind kind : Kind.values()) {
            struck.put(kind, new LongAdder());
        }
        server =
                TcpServer.create().host("127.0.0.1").port(0).handle(this::relay).bindNow(PATIENCE);
    }

    /** A proxy to a loopback port, which is asked for again with each connection. */
    static FaultProxy start(IntSupplier targetPort, Supplier<Fault> plan) {
        return new FaultProxy(targetPort, plan);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + "/v1/event");
    }

    long connections() {
        return connections.sum();
    }

    /** How often each kind of fault took effect; {@link Kind#NONE} counts the exchanges that were left alone. */
    Map<Kind, Long> struck() {
        Map<Kind, Long> sums = new EnumMap<>(Kind.class);
        struck.forEach((kind, count) -> sums.put(kind, count.sum()));
        return Collections.unmodifiableMap(sums);
    }

    /** Completes when the first bytes of the first exchange have come. */
    Mono<Void> firstExchange() {
        return firstExchange.asMono();
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
    }

    private Publisher<Void> relay(NettyInbound in, NettyOutbound out) {
        connections.increment();
        return TcpClient.create()
                .host("127.0.0.1")
                .port(targetPort.getAsInt())
                .connect()
                .onErrorResume(refused -> Mono.fromRunnable(() -> in.withConnection(Wire::reset)))
                .flatMap(upstream -> relay(in, out, upstream));
    }

    private Mono<Void> relay(NettyInbound in, NettyOutbound out, Connection upstream) {
        Wire[] wire = new Wire[1];
        in.withConnection(client -> wire[0] = new Wire(client, upstream, this::nextFault, this::struck));
        Mono<Void> requests = wire[0].requests(in, upstream.outbound()).onErrorComplete();
        Mono<Void> responses = wire[0].responses(upstream.inbound(), out).onErrorComplete();
        return Mono.when(
                requests.doFinally(end -> upstream.dispose()),
                responses.doFinally(end -> in.withConnection(Connection::dispose)));
    }

    private Fault nextFault() {
        firstExchange.tryEmitEmpty();
        return plan.get();
    }

    private void struck(Kind kind) {
        struck.get(kind).increment();
    }
}

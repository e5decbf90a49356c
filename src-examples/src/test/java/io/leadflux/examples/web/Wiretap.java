package io.leadflux.examples.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.leadflux.examples.Watchdog;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import reactor.core.publisher.Flux;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.NettyOutbound;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/** A proxy in front of an endpoint that keeps every byte sent to it. */
final class Wiretap implements AutoCloseable {

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final DisposableServer server;
    private final String path;

    Wiretap(URI endpoint) {
        this.path = endpoint.getRawPath();
        this.server = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((fromSite, toSite) -> TcpClient.create()
                        .host(endpoint.getHost())
                        .port(endpoint.getPort())
                        .connect()
                        .flatMapMany(connection -> relay(fromSite.receive(), toSite, connection)))
                .bindNow(Watchdog.LIMIT);
    }

    private Flux<Void> relay(ByteBufFlux fromSite, NettyOutbound toSite, Connection endpoint) {
        Flux<ByteBuf> tapped = fromSite.retain().doOnNext(this::hear);
        return Flux.merge(
                        endpoint.outbound().send(tapped),
                        toSite.send(endpoint.inbound().receive().retain()))
                .doFinally(end -> endpoint.dispose());
    }

    private synchronized void hear(ByteBuf bytes) {
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.getBytes(bytes.readerIndex(), copy);
        heard.writeBytes(copy);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    synchronized String heard() {
        return heard.toString(ISO_8859_1);
    }

    @Override
    public void close() {
        server.disposeNow(Watchdog.LIMIT);
    }
}

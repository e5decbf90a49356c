package io.leadflux.reactor.webflux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A real server with the filter and one page, spoken to byte by byte: a client library would tidy up. */
final class RawSite implements AutoCloseable {

    private final Queue<Attribution> found = new ConcurrentLinkedQueue<>();
    private final DisposableServer server;
    private final InetAddress address;

    private RawSite(
            AttributionWebFilter filter,
            WebHandler page,
            UnaryOperator<WebHttpHandlerBuilder> options,
            UnaryOperator<HttpServer> transport,
            InetAddress address) {
        WebHandler noting = exchange -> Mono.deferContextual(context -> {
            Attribution.from(context).ifPresent(found::add);
            return page.handle(exchange);
        });
        // Made here, since its classes would otherwise be loaded on a server's thread, which BlockHound watches.
        ServerCodecConfigurer codecs = ServerCodecConfigurer.create();
        HttpHandler handler = options.apply(
                        WebHttpHandlerBuilder.webHandler(noting).filter(filter).codecConfigurer(codecs))
                .build();
        this.address = address;
        this.server = transport
                .apply(HttpServer.create())
                .host(address.getHostAddress())
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow(Visits.PATIENCE);
    }

    /** The page is empty HTML. */
    static RawSite of(AttributionWebFilter.Builder filter) {
        return of(filter, RawSite::html);
    }

    static RawSite of(AttributionWebFilter.Builder filter, WebHandler page) {
        return new RawSite(
                filter.build(),
                page,
                UnaryOperator.identity(),
                UnaryOperator.identity(),
                InetAddress.getLoopbackAddress());
    }

    static RawSite of(
            AttributionWebFilter.Builder filter,
            UnaryOperator<WebHttpHandlerBuilder> options,
            UnaryOperator<HttpServer> transport,
            InetAddress address) {
        return new RawSite(filter.build(), RawSite::html, options, transport, address);
    }

    static Mono<Void> html(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set("Content-Type", "text/html");
        return exchange.getResponse().setComplete();
    }

    /** Sends a request of these lines, in UTF-8; returns the response. */
    String ask(String... lines) throws IOException {
        String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
        return send(request.getBytes(UTF_8));
    }

    /** As {@link #ask(String...)}, with one byte for each character. */
    String askBytes(String... lines) throws IOException {
        String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
        return send(request.getBytes(ISO_8859_1));
    }

    /** As {@link #ask(String...)}, for a browser that follows a link to a page. */
    String visit(String path, String... headers) throws IOException {
        String[] lines = new String[headers.length + 3];
        lines[0] = "GET " + path + " HTTP/1.1";
        lines[1] = "Host: shop.example";
        lines[2] = "Accept: text/html";
        System.arraycopy(headers, 0, lines, 3, headers.length);
        return ask(lines);
    }

    private String send(byte[] request) throws IOException {
        try (Socket socket = new Socket(address, server.port())) {
            socket.setSoTimeout((int) Visits.PATIENCE.toMillis());
            socket.getOutputStream().write(request);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** What the last page found. */
    Attribution attribution() {
        return found.stream().reduce((earlier, later) -> later).orElseThrow();
    }

    /** The names of the cookies that a response sets. */
    static List<String> cookies(String response) {
        return response.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie:"))
                .map(line ->
                        line.substring(line.indexOf(':') + 1, line.indexOf('=')).strip())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        server.disposeNow(Visits.PATIENCE);
    }
}

package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.SendResult.Verdict;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.reactor.wire.RawServer.Conversation;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.netty.transport.ProxyProvider.Proxy;

/** A closed network: only an HTTP proxy knows the way to the provider, and its name. */
class ProxyTest {

    private static final Duration PATIENCE = Watchdog.LIMIT;

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();

    private static HttpEventSender sender(RawServer proxy) {
        return sender(proxy, Duration.ofMinutes(5));
    }

    private static HttpEventSender sender(RawServer proxy, Duration timeout) {
        return HttpEventSender.builder("pixel")
                .endpoint(URI.create("http://collector.invalid/v1/event"))
                .allowPlainHttp(true)
                .maxConnections(1)
                .connectTimeout(timeout)
                .responseTimeout(timeout)
                .httpClient(http -> http.proxy(proxies -> proxies.type(Proxy.HTTP)
                        .host("127.0.0.1")
                        .port(proxy.uri().getPort())
                        .connectTimeoutMillis(600_000)))
                .build();
    }

    private static SendResult send(HttpEventSender sender) {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        Events.valid(0, 3).forEach(accumulator::add);
        EventBatch batch = accumulator.seal();
        return Objects.requireNonNull(sender.send(batch, "raw-key").block(PATIENCE));
    }

    private Conversation proxy(Conversation afterConnect) {
        return peer -> {
            heads.add(peer.head());
            afterConnect.run(peer);
        };
    }

    private static void assertNotSent(SendResult result) {
        assertThat(result.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(result.fateUnknown()).isFalse();
        assertThat(result.status()).isZero();
    }

    @Test
    void send_hostThatOnlyTheProxyKnows_isDelivered() throws Exception {
        Conversation tunnel = proxy(peer -> {
            peer.say("HTTP/1.1 200 Connection established\r\n\r\n");
            while (true) {
                heads.add(peer.request());
                peer.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        });
        try (RawServer proxy = new RawServer(tunnel)) {
            HttpEventSender sender = sender(proxy);
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(proxy.connections()).isOne();
        }
        assertThat(heads).hasSize(3);
        assertThat(heads.remove()).startsWith("CONNECT collector.invalid:80 HTTP/1.1\r\n");
        assertThat(heads).allMatch(head -> head.startsWith("POST /v1/event?pixel_id=pixel HTTP/1.1\r\n"));
    }

    @Test
    void send_proxyRefusesTheConnection_wasCertainlyNotSent() throws Exception {
        Conversation refusal = proxy(peer -> peer.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
        try (RawServer proxy = new RawServer(refusal)) {
            assertNotSent(send(sender(proxy)));
        }
        assertThat(heads).hasSize(1).allMatch(head -> head.startsWith("CONNECT "));
    }

    @Test
    void send_proxyHangsUp_wasCertainlyNotSent() throws Exception {
        try (RawServer proxy = new RawServer(proxy(peer -> {}))) {
            assertNotSent(send(sender(proxy)));
        }
    }

    @Test
    void send_proxyIsSilent_isGivenUpAndWasCertainlyNotSent() throws Exception {
        try (RawServer proxy = new RawServer(proxy(peer -> new CountDownLatch(1).await()))) {
            assertNotSent(send(sender(proxy, Duration.ofMillis(200))));
        }
    }

    @Test
    void send_proxyVanishesAfterItConnected_leavesTheFateUnknown() throws Exception {
        Conversation vanishing = proxy(peer -> {
            peer.say("HTTP/1.1 200 Connection established\r\n\r\n");
            peer.request();
        });
        try (RawServer proxy = new RawServer(vanishing)) {
            assertThat(send(sender(proxy)).fateUnknown()).isTrue();
        }
    }
}

package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.SendResult.Verdict;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.reactor.wire.RawServer.Conversation;
import io.leadflux.reactor.wire.RawServer.Peer;
import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** What servers and middle boxes do to HTTP in real life, byte by byte. */
@Tag("proof")
class HttpTrapsTest {

    private static final Duration PATIENCE = Watchdog.LIMIT;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    /** What is slow only once must not be taken for a silent server. */
    @BeforeAll
    static void warmUp() throws Exception {
        try (RawServer server = new RawServer(always(OK))) {
            send(HttpEventSender.builder("pixel").endpoint(server.uri()).build());
        }
    }

    private static HttpEventSender.Builder sender(RawServer server) {
        return sender(server, Duration.ofMinutes(5));
    }

    /** One that gives up soon, for servers that never respond. */
    private static HttpEventSender.Builder hastySender(RawServer server) {
        return sender(server, Duration.ofMillis(500));
    }

    private static HttpEventSender.Builder sender(RawServer server, Duration timeout) {
        return HttpEventSender.builder("pixel")
                .endpoint(server.uri())
                .maxConnections(1)
                .connectTimeout(timeout)
                .responseTimeout(timeout);
    }

    private static SendResult send(HttpEventSender sender) {
        return send(sender, batch(3, 0));
    }

    private static SendResult send(HttpEventSender sender, EventBatch batch) {
        return Objects.requireNonNull(sender.send(batch, "raw-key").block(PATIENCE));
    }

    /** A batch whose events have ids of so many characters, to make its body long. */
    private static EventBatch batch(int events, int idChars) {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.of(100, 16 << 20));
        for (ServerEvent event : Events.valid(0, events)) {
            accumulator.add(idChars == 0 ? event : event.withDedupeId("x".repeat(idChars)));
        }
        return accumulator.seal();
    }

    private static Conversation always(String response) {
        return peer -> {
            while (true) {
                peer.request();
                peer.say(response);
            }
        };
    }

    private static void assertNoResponse(SendResult result) {
        assertThat(result.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(result.fateUnknown()).isTrue();
        assertThat(result.status()).isZero();
    }

    // Connections that are not there, or not any more

    @Test
    void send_hostUnknown_wasCertainlyNotSent() {
        assertNotSent(send(senderBy(lookup -> lookup.setFailure(new UnknownHostException("no-such-host.invalid")))));
    }

    @Test
    void send_nameServerIsSilent_isGivenUpAndWasCertainlyNotSent() {
        assertNotSent(send(senderBy(lookup -> {})));
    }

    private static void assertNotSent(SendResult result) {
        assertThat(result.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(result.fateUnknown()).isFalse();
        assertThat(result.status()).isZero();
    }

    private static HttpEventSender senderBy(Consumer<Promise<InetAddress>> nameServer) {
        AddressResolverGroup<InetSocketAddress> resolvers = new AddressResolverGroup<>() {
            @Override
            protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
                return new InetNameResolver(executor) {
                    @Override
                    protected void doResolve(String name, Promise<InetAddress> lookup) {
                        nameServer.accept(lookup);
                    }

                    @Override
                    protected void doResolveAll(String name, Promise<List<InetAddress>> lookup) {
                        throw new UnsupportedOperationException();
                    }
                }.asAddressResolver();
            }
        };
        return HttpEventSender.builder("pixel")
                .endpoint(URI.create("https://no-such-host.invalid/v1/event"))
                .connectTimeout(Duration.ofMillis(100))
                .responseTimeout(Duration.ofMillis(100))
                .httpClient(http -> http.resolver(resolvers))
                .build();
    }

    @Test
    void send_serverClosedTheIdleConnection_takesAnotherOne() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Conversation once = peer -> {
            peer.request();
            peer.say(OK);
            peer.socket.shutdownOutput();
            peer.awaitEnd();
            closed.countDown();
        };
        try (RawServer server = new RawServer(once, always(OK))) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            closed.await();
            SendResult second = send(sender);
            assertThat(second.verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void send_serverTimesOutTheIdleConnectionWithAResponse_takesAnotherOne() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Conversation once = peer -> {
            peer.request();
            peer.say(OK);
            peer.say("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            peer.socket.shutdownOutput();
            peer.awaitEnd();
            closed.countDown();
        };
        try (RawServer server = new RawServer(once, always(OK))) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            closed.await();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @Test
    void send_connectionClose_isNotUsedAgain() throws Exception {
        try (RawServer server =
                new RawServer(always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void send_serverNeverReads_isGivenUpInTime() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = new RawServer(peer -> over.await())) {
            HttpEventSender sender = hastySender(server).build();
            assertNoResponse(send(sender, batch(100, 80_000)));
            over.countDown();
        }
    }

    // Responses that are not the final one

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
            })
    void send_interimResponse_isNotTakenForTheFinalOne(String interim) throws Exception {
        try (RawServer server = new RawServer(always(interim + OK))) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender).status()).isEqualTo(200);
            assertThat(send(sender).status()).isEqualTo(200);
        }
    }

    @Test
    void send_interimResponseAndNoOther_leavesTheFateUnknown() throws Exception {
        Conversation hint = peer -> {
            peer.request();
            peer.say("HTTP/1.1 103 Early Hints\r\n\r\n");
            peer.awaitEnd();
        };
        try (RawServer server = new RawServer(hint)) {
            SendResult result = send(hastySender(server).build());
            assertThat(result.verdict()).isEqualTo(Verdict.RETRY);
            assertThat(result.fateUnknown()).isTrue();
        }
    }

    @Test
    void send_twoResponsesToOneRequest_theSecondCountsForNone() throws Exception {
        try (RawServer server = new RawServer(twoResponses())) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            SendResult second = send(sender);
            assertThat(second.verdict() == Verdict.ACCEPTED).isEqualTo(server.connections() == 2);
        }
    }

    @Test
    void send_twoResponsesWhileAnotherRequestWaits_theSecondCountsForNone() throws Exception {
        try (RawServer server = new RawServer(twoResponses())) {
            HttpEventSender sender = sender(server).build();
            List<SendResult> results = Objects.requireNonNull(Flux.range(0, 2)
                    .flatMap(n -> sender.send(batch(3, 0), "raw-key"))
                    .collectList()
                    .block(PATIENCE));
            assertThat(results)
                    .filteredOn(result -> result.verdict() == Verdict.ACCEPTED)
                    .hasSize(server.connections());
        }
    }

    private static Conversation twoResponses() {
        return peer -> {
            peer.request();
            peer.say(OK + OK);
            peer.head();
            peer.socket.setSoLinger(true, 0);
        };
    }

    // Responses before the request was read

    @ParameterizedTest
    @ValueSource(ints = {401, 413})
    void send_refusalBeforeTheBodyWasRead_counts(int status) throws Exception {
        try (RawServer server = new RawServer(early(status, true), always(OK))) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender, batch(100, 80_000)).status()).isEqualTo(status);
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void send_acceptanceBeforeTheBodyWasWritten_leavesTheFateUnknown(boolean readsOn) throws Exception {
        try (RawServer server = new RawServer(early(200, readsOn), always(OK))) {
            HttpEventSender sender = sender(server).build();
            SendResult result = send(sender, batch(100, 80_000));
            assertNoResponse(result);
            assertThat(result).hasToString("no response (EarlyResponseException)");
            assertThat(result.cause()).hasMessage("status 200 came before the request had been written");
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void client_acceptanceBeforeTheBodyWasWritten_isSentAgainAndFlagged() throws Exception {
        try (RawServer server = new RawServer(early(200, true), always(OK))) {
            HttpEventSender sender = sender(server)
                    .httpClient(http -> http.option(ChannelOption.SO_SNDBUF, 4_096))
                    .build();
            ConversionClient client = ConversionClient.create(sender, ApiKeySupplier.of("raw-key"));
            List<DeliveryResult> results = Objects.requireNonNull(client.send(Flux.range(0, 100)
                            .map(n -> Events.valid(n).withDedupeId("x".repeat(2_000) + n)))
                    .collectList()
                    .block(PATIENCE));
            assertThat(results)
                    .extracting(DeliveryResult::isAccepted, DeliveryResult::mayBeDuplicate, DeliveryResult::attempts)
                    .hasSize(100)
                    .containsOnly(tuple(true, true, 2));
            client.close(PATIENCE).block(PATIENCE);
        }
    }

    /** Responds to the head of the first request, and may read on. */
    private static Conversation early(int status, boolean readsOn) {
        return peer -> {
            String head = peer.head();
            peer.say("HTTP/1.1 " + status + " Early\r\nContent-Length: 0\r\n\r\n");
            if (!readsOn) {
                new CountDownLatch(1).await();
            }
            peer.body(head);
            always(OK).run(peer);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 413})
    void send_refusalAndTheBodyNeverRead_costsOneConnection(int status) throws Exception {
        try (RawServer server = new RawServer(early(status, false), always(OK))) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender, batch(100, 80_000)).status()).isEqualTo(status);
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void send_refusalBeforeTheBodyWasReadThenReset_endsInTime() throws Exception {
        Conversation early = peer -> {
            peer.head();
            peer.say("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        };
        try (RawServer server = new RawServer(early)) {
            SendResult result = send(sender(server).build(), batch(100, 80_000));
            assertThat(result.verdict()).isIn(Verdict.TOO_LARGE, Verdict.RETRY);
        }
    }

    // Forms of responses

    @Test
    void send_http10Response_isReadToItsEndAndTheConnectionNotUsedAgain() throws Exception {
        Conversation old = peer -> {
            peer.request();
            peer.say("HTTP/1.0 200 OK\r\nServer: old\r\n\r\nfine");
        };
        try (RawServer server = new RawServer(old)) {
            HttpEventSender sender = sender(server).build();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void send_chunkedResponse_keepsTheConnection() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\n{}\r\n0\r\nTrailer: t\r\n\r\n";
        try (RawServer server = new RawServer(always(chunked))) {
            HttpEventSender sender = sender(server).build();
            for (int i = 0; i < 5; i++) {
                assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 100_000, 5_000_000})
    void send_hugeHeaders_endsInTime(int bytes) throws Exception {
        String huge = "HTTP/1.1 200 OK\r\nX-Huge: " + "h".repeat(bytes) + "\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = new RawServer(always(huge))) {
            SendResult result = send(sender(server).build());
            assertThat(result.verdict()).isIn(Verdict.ACCEPTED, Verdict.RETRY);
            assertThat(result.verdict() == Verdict.RETRY).isEqualTo(result.fateUnknown());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\0\0\0\0\0\0\0",
                "SSH-2.0-OpenSSH_9.9\r\n",
                "HTTP/1.1 2OO OK\r\nContent-Length: 0\r\n\r\n",
                "<html>200 OK</html>\r\n\r\n"
            })
    void send_responseIsNotHttp_isNotAccepted(String garbage) throws Exception {
        Conversation mad = peer -> {
            peer.request();
            peer.say(garbage);
        };
        try (RawServer server = new RawServer(mad)) {
            assertThat(send(sender(server).build()).verdict()).isNotEqualTo(Verdict.ACCEPTED);
        }
    }

    @Test
    void send_headDribbledWithoutEnd_isGivenUpInTime() throws Exception {
        Conversation dribble = peer -> {
            peer.request();
            peer.say("HTTP/1.1 200 OK\r\n");
            drip(peer, "X-Drip: d\r\n");
        };
        try (RawServer server = new RawServer(dribble)) {
            assertNoResponse(send(hastySender(server).build()));
        }
    }

    @Test
    void send_bodyDribbledWithoutEnd_theStatusCountsAndTheConnectionIsNotUsedAgain() throws Exception {
        Conversation dribble = peer -> {
            peer.request();
            peer.say("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n");
            drip(peer, "d");
        };
        try (RawServer server = new RawServer(dribble, always(OK))) {
            HttpEventSender sender = sender(server, Duration.ofSeconds(1)).build();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    /**
     * Says the same again and again, each time well within the time-out for silence, until the client has had enough.
     */
    private static void drip(Peer peer, String drop) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(50, TimeUnit.MILLISECONDS)) {
            peer.say(drop);
        }
    }

    // The key

    @Test
    void send_keyThatNoHeaderCanCarry_wasCertainlyNotSent() throws Exception {
        try (RawServer server = new RawServer(always(OK))) {
            HttpEventSender sender = sender(server).build();
            SendResult result = Objects.requireNonNull(
                    sender.send(batch(3, 0), "raw\r\nkey").block(PATIENCE));
            assertNotSent(result);
            assertThat(result.cause()).hasMessageNotContaining("key");
            assertThat(send(sender).verdict()).isEqualTo(Verdict.ACCEPTED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 305, 307, 308})
    void send_redirect_theKeyStaysHereEvenIfTheCallersClientFollows(int status) throws Exception {
        try (RawServer elsewhere = new RawServer(always(OK));
                RawServer server = new RawServer(always("HTTP/1.1 " + status + " Elsewhere\r\nLocation: "
                        + elsewhere.uri() + "\r\nContent-Length: 0\r\n\r\n"))) {
            HttpEventSender sender =
                    sender(server).httpClient(http -> http.followRedirect(true)).build();
            assertThat(send(sender).verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(elsewhere.connections()).isZero();
        }
    }
}

package io.leadflux.reactor.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.exactly;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.SendResult.Verdict;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

class HttpEventSenderTest {

    private static final Duration PATIENCE = Watchdog.LIMIT;

    @RegisterExtension
    private final WireMockExtension server = WireMockExtension.newInstance()
            .options(options().dynamicPort().http2PlainDisabled(true))
            .build();

    private HttpEventSender.Builder sender() {
        return HttpEventSender.builder("pixel/1 ü").endpoint(URI.create(server.baseUrl() + "/v1/event"));
    }

    private SendResult send(HttpEventSender sender) {
        return Objects.requireNonNull(sender.send(batch(), "raw-key").block(PATIENCE));
    }

    private void respond(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    private static EventBatch batch() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        Events.valid(0, 3).forEach(accumulator::add);
        return accumulator.seal();
    }

    // What the server or the network does wrong

    @ParameterizedTest(name = "{0}")
    @EnumSource(Fault.class)
    void send_faultAfterTheRequest_leavesTheFateUnknown(Fault fault) {
        respond(aResponse().withFault(fault));
        SendResult result = send(sender().build());
        if (fault == Fault.MALFORMED_RESPONSE_CHUNK) {
            assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED);
        } else {
            assertThat(result.verdict()).isEqualTo(Verdict.RETRY);
            assertThat(result.fateUnknown()).isTrue();
            assertThat(result.status()).isZero();
        }
        server.verify(exactly(1), postRequestedFor(anyUrl()));
    }

    @Test
    void send_noResponseInTime_leavesTheFateUnknown() {
        respond(aResponse().withFixedDelay(5_000));
        SendResult result =
                send(sender().responseTimeout(Duration.ofMillis(200)).build());
        assertThat(result.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(result.fateUnknown()).isTrue();
    }

    @Test
    void send_nobodyListens_wasCertainlyNotSent() {
        HttpEventSender nowhere = HttpEventSender.builder("p")
                .endpoint(URI.create("http://127.0.0.1:1/v1/event"))
                .build();
        SendResult result = send(nowhere);
        assertThat(result.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(result.fateUnknown()).isFalse();
        assertThat(result.toString()).startsWith("not sent");
    }

    @Test
    void send_fromAnEventLoop_opensConnectionsOnOthersToo() {
        respond(aResponse().withFixedDelay(300));
        Set<EventLoop> loops = ConcurrentHashMap.newKeySet();
        HttpEventSender sender = sender().httpClient(http -> http.doOnConnected(
                        connection -> loops.add(connection.channel().eventLoop())))
                .build();
        EventLoop caller = NonColocatedLoops.INSTANCE
                .onClient(LoopResources.DEFAULT_NATIVE)
                .next();

        Flux.range(0, 8)
                .flatMap(i -> sender.send(batch(), "raw-key"))
                .subscribeOn(Schedulers.fromExecutor(caller))
                .blockLast(PATIENCE);

        assertThat(loops).hasSizeGreaterThan(1); // there are four at least, on any machine
    }

    @Test
    void send_endlessBody_isNotReadToTheEnd() {
        respond(aResponse().withStatus(200).withBody("x".repeat(10_000_000)));
        StepVerifier.create(sender().build().send(batch(), "raw-key"))
                .assertNext(result -> assertThat(result.verdict()).isEqualTo(Verdict.ACCEPTED))
                .expectComplete()
                .verify(PATIENCE);
    }

    @ParameterizedTest(name = "{0} -> {1}, fate unknown: {2}")
    @CsvSource({
        "200, ACCEPTED, false",
        "301, REFUSED, false",
        "307, REFUSED, false",
        "400, REFUSED, false",
        "401, UNAUTHORIZED, false",
        "403, REFUSED, false",
        "201, REFUSED, true",
        "202, REFUSED, true",
        "204, REFUSED, true",
        "299, REFUSED, true",
        "404, REFUSED, false",
        "408, RETRY, false",
        "413, TOO_LARGE, false",
        "425, RETRY, false",
        "429, RETRY, false",
        "500, RETRY, true",
        "501, REFUSED, false",
        "502, RETRY, true",
        "503, RETRY, false",
        "504, RETRY, true",
        "599, RETRY, true"
    })
    void send_status_hasItsVerdict(int status, Verdict verdict, boolean fateUnknown) {
        respond(aResponse().withStatus(status).withHeader("Location", server.baseUrl() + "/elsewhere"));
        SendResult result = send(sender().build());
        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.fateUnknown()).isEqualTo(fateUnknown);
    }

    @Test
    void send_redirect_doesNotCarryTheKeyAway() {
        respond(aResponse().withStatus(308).withHeader("Location", server.baseUrl() + "/elsewhere"));
        assertThat(send(sender().build()).verdict()).isEqualTo(Verdict.REFUSED);
        server.verify(exactly(0), postRequestedFor(urlEqualTo("/elsewhere")));
        server.verify(exactly(1), postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-al-error-code", "X-TRACE-ID"})
    void send_headerThatQuotesAPerson_isIgnored(String header) {
        respond(aResponse().withStatus(400).withHeader(header, "person@mail.example is wrong"));
        assertThat(send(sender().build())).hasToString("status 400");
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 129})
    void send_longTraceId_isBounded(int length) {
        String trace = "t".repeat(length);
        respond(aResponse().withStatus(400).withHeader("X-TRACE-ID", trace));
        assertThat(send(sender().build()).traceId()).isEqualTo(length > 128 ? null : trace);
    }

    @Test
    void client_refusalWithATraceId_tellsItInTheCauseAndTheDeadLetter() {
        respond(aResponse()
                .withStatus(400)
                .withHeader("x-al-error-code", "100007")
                .withHeader("X-TRACE-ID", "5f0c3a52-7b1e"));
        Queue<DeliveryResult> letters = new ConcurrentLinkedQueue<>();
        ConversionClient client = ConversionClient.builder(sender().build(), ApiKeySupplier.of("raw-key"))
                .deliveryTimeout(Duration.ofMillis(300))
                .deadLetters(letter -> Mono.fromRunnable(() -> letters.add(letter)))
                .build();
        client.sink().emit(Events.valid(1)).block(PATIENCE);
        client.close(PATIENCE).block(PATIENCE);
        assertThat(letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.cause())
                        .hasMessageEndingWith("the last with status 400, code 100007, trace 5f0c3a52-7b1e"));
    }

    @Test
    void send_refusalNamesAnEvent_isTakenAsAHint() {
        respond(aResponse().withStatus(400).withBody("{\"error\":{\"index\":2}}"));
        assertThat(send(sender().build()).badIndex()).isEqualTo(2);
    }

    // What it sends and reads

    @Test
    void send_request_isTheProvidersEnvelopeWithTheRawKey() {
        server.stubFor(post(urlEqualTo("/v1/event?pixel_id=pixel%2F1+%C3%BC"))
                .withHeader("Authorization", equalTo("raw-key"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withHeader("Transfer-Encoding", absent())
                .withRequestBody(equalToJson(new String(batch().body(), StandardCharsets.UTF_8)))
                .willReturn(aResponse().withStatus(200)));
        assertThat(send(sender().build()).verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void send_retryAfterErrorCodeAndTraceId_areRead() {
        respond(aResponse()
                .withStatus(429)
                .withHeader("Retry-After", "7")
                .withHeader("x-al-error-code", "100007")
                .withHeader("X-TRACE-ID", "Root=1-5759e988-bd862e3fe1be46a9;Sampled=1"));
        SendResult result = send(sender().build());
        assertThat(result.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(result.errorCode()).isEqualTo("100007");
        assertThat(result.traceId()).isEqualTo("Root=1-5759e988-bd862e3fe1be46a9;Sampled=1");
        assertThat(result).hasToString("status 429, code 100007, trace Root=1-5759e988-bd862e3fe1be46a9;Sampled=1");
    }

    @Test
    void send_oneAfterAnother_shareAConnection() {
        respond(aResponse().withStatus(200).withBody("{}"));
        HttpEventSender sender = sender().maxConnections(1).build();
        StepVerifier.create(Flux.range(0, 20).concatMap(n -> sender.send(batch(), "raw-key")))
                .expectNextCount(20)
                .expectComplete()
                .verify(PATIENCE);
        StepVerifier.create(sender.disposeLater()).expectComplete().verify(PATIENCE);
    }

    // What is refused at once

    @Test
    void build_plainHttpToAnotherHost_isRefusedUnlessAllowed() {
        HttpEventSender.Builder builder =
                HttpEventSender.builder("p").endpoint(URI.create("http://collector.example/v1/event"));
        assertThatIllegalStateException().isThrownBy(builder::build).withMessageContaining("https");
        assertThat(builder.allowPlainHttp(true).build()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://collector.example/, http or https",
        "/v1/event, absolute",
        "https://user:secret@collector.example/, user info",
        "https://collector.example/?a=b, query",
        "https://collector.example/#a, fragment"
    })
    void endpoint_malformed_saysWhat(URI endpoint, String what) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpEventSender.builder("p").endpoint(endpoint))
                .withMessageContaining(what)
                .withMessageNotContaining("secret");
    }

    @Test
    void builder_outOfRange_namesTheOptionAndTheValue() {
        HttpEventSender.Builder builder = HttpEventSender.builder("p");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxConnections(0))
                .withMessage("maxConnections must be from 1 to 4096, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.responseTimeout(Duration.ofHours(1)))
                .withMessageContaining("responseTimeout")
                .withMessageContaining("PT1H");
        assertThatIllegalArgumentException().isThrownBy(() -> HttpEventSender.builder(" "));
    }
}

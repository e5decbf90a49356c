package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.event.EventName;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.emulator.Wire.Reply;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class ScriptTest {

    private static final String GOOD = Wire.envelope(Wire.withId(Wire.LEAD, "a"));
    private static final Duration LIMIT = Watchdog.LIMIT;

    private final HeldDelays delays = new HeldDelays();
    private final EndpointEmulator emulator = EndpointEmulator.builder()
            .clock(new ManualClock())
            .scheduler(delays)
            .start();
    private final Script script = emulator.script();

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    @Test
    void reset_acceptsNothing() {
        script.next(Response.reset());

        StepVerifier.create(Wire.post(emulator, GOOD))
                .expectError(IOException.class)
                .verify(LIMIT);

        assertThat(emulator.ledger().received()).isZero();
        assertThat(emulator.ledger().unanswered()).isEqualTo(1);
        assertThat(Wire.get(Wire.post(emulator, GOOD)).status()).isEqualTo(200);
        assertNothingIsUnderWay();
    }

    @Test
    void processThenReset_acceptsFirst() {
        script.next(Response.processThenReset());

        StepVerifier.create(Wire.post(emulator, GOOD))
                .expectError(IOException.class)
                .verify(LIMIT);

        assertThat(emulator.ledger().acceptances("a")).isEqualTo(1);
        assertThat(emulator.ledger().posts()).isEmpty();
        assertThat(Wire.get(Wire.post(emulator, GOOD)).status()).isEqualTo(200);
        assertThat(emulator.ledger().merged()).isEqualTo(1);
    }

    @Test
    void silence_untilTheClientGivesUp() {
        script.next(Response.silence(), Response.processThenSilence());
        HttpClient hasty = HttpClient.newConnection().disableRetry(true).responseTimeout(Duration.ofMillis(100));

        StepVerifier.create(Wire.post(emulator, hasty, GOOD))
                .expectError(ReadTimeoutException.class)
                .verify(LIMIT);
        assertThat(emulator.ledger().accepted()).isZero();

        StepVerifier.create(Wire.post(emulator, hasty, GOOD))
                .expectError(ReadTimeoutException.class)
                .verify(LIMIT);
        assertThat(emulator.ledger().accepted()).isEqualTo(1);
        assertThat(emulator.ledger().unanswered()).isEqualTo(2);
        assertNothingIsUnderWay();
    }

    private void assertNothingIsUnderWay() {
        StepVerifier.create(emulator.disposeLater(Duration.ofDays(1)))
                .expectComplete()
                .verify(LIMIT);
        assertThat(emulator.activeRequests()).isZero();
    }

    @Test
    void status_withoutProcessing() {
        script.next(Response.status(503), Response.status(200));

        assertThat(Wire.get(Wire.post(emulator, GOOD)).status()).isEqualTo(503);
        assertThat(Wire.get(Wire.post(emulator, GOOD)).status()).isEqualTo(200);
        assertThat(emulator.ledger().received()).isZero();
        assertThat(emulator.ledger().posts(503)).isEqualTo(1);
    }

    @Test
    void processThenStatus_acceptsAllTheSame() {
        script.next(Response.processThenStatus(504));

        assertThat(Wire.get(Wire.post(emulator, GOOD)).status()).isEqualTo(504);
        assertThat(emulator.ledger().contains("a")).isTrue();
    }

    @Test
    void retryAfter_everyForm() {
        script.next(
                Response.status(429).withRetryAfter(7),
                Response.status(503).withRetryAfter(Instant.ofEpochMilli(784_111_777_999L)),
                Response.status(503).withRetryAfter("soon"));

        assertThat(retryAfter()).isEqualTo("7");
        assertThat(retryAfter()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(retryAfter()).isEqualTo("soon");
    }

    private String retryAfter() {
        return Wire.get(Wire.post(emulator, GOOD)).headers().get("Retry-After");
    }

    @Test
    void process_withHeaderAndBody() {
        script.next(Response.process().withHeader("X-TRACE-ID", "t-1").withBody("{\"\u00e4\":1}"));

        Reply response = Wire.get(Wire.post(emulator, GOOD));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().get("X-TRACE-ID")).isEqualTo("t-1");
        assertThat(response.body()).isEqualTo("{\"\u00e4\":1}");
    }

    @Test
    void delay_holdsTheResponseBackAfterProcessing() {
        script.next(Response.process().withDelay(Duration.ofMinutes(1)));
        Sinks.One<Reply> reply = Sinks.one();
        Wire.post(emulator, GOOD).subscribe(reply::tryEmitValue, reply::tryEmitError);

        assertThat(delays.awaitTask()).isEqualTo(Duration.ofMinutes(1));
        assertThat(emulator.ledger().contains("a")).isTrue();
        assertThat(emulator.ledger().posts()).isEmpty();
        assertThat(emulator.activeRequests()).isEqualTo(1);

        delays.release();
        assertThat(Wire.get(reply.asMono()).status()).isEqualTo(200);
    }

    @Test
    void delay_beforeAReset() {
        script.next(Response.reset().withDelay(Duration.ofSeconds(3)));
        Sinks.One<Reply> reply = Sinks.one();
        Wire.post(emulator, GOOD).subscribe(reply::tryEmitValue, reply::tryEmitError);

        assertThat(delays.awaitTask()).isEqualTo(Duration.ofSeconds(3));
        assertThat(emulator.ledger().unanswered()).isZero();

        delays.release();
        StepVerifier.create(reply.asMono()).expectError(IOException.class).verify(LIMIT);
    }

    @Test
    void next_thenRuleThenClear() {
        script.always(Response.status(500)).next(2, Response.status(429));
        assertThat(script.pending()).isEqualTo(2);

        assertThat(status(GOOD)).isEqualTo(429);
        assertThat(status(GOOD)).isEqualTo(429);
        assertThat(status(GOOD)).isEqualTo(500);

        script.clear();
        assertThat(status(GOOD)).isEqualTo(200);
    }

    @Test
    void rule_seesTheRequest() {
        script.rule(request -> request.number() == 2
                        && request.method().equals("POST")
                        && request.uri().endsWith("?pixel_id=" + EndpointEmulator.DEFAULT_PIXEL_ID)
                        && request.bodyLength() == GOOD.length()
                        && request.body().equals(GOOD)
                        && "application/json".equals(request.header("content-type"))
                        && !request.toString().contains("pixel")
                ? Response.status(418)
                : Response.process());

        assertThat(status(GOOD)).isEqualTo(200);
        assertThat(status(GOOD)).isEqualTo(418);
        assertThat(status(GOOD)).isEqualTo(200);
    }

    @Test
    void rule_thatThrows() {
        script.rule(request -> {
            throw new IllegalStateException("broken rule");
        });

        assertThat(status(GOOD)).isEqualTo(500);
    }

    @Test
    void rejectEvents_failsTheirBatch() {
        script.rejectEvents(event -> "b".equals(event.dedupeId()) && event.name() == EventName.GENERATE_LEAD);
        String b = Wire.withId(Wire.LEAD, "b");

        assertThat(status(Wire.envelope(Wire.withId(Wire.LEAD, "a"), b))).isEqualTo(400);
        assertThat(emulator.ledger().accepted()).isZero();
        assertThat(emulator.ledger().recentRejections())
                .containsExactly(new Rejection(400, "SCRIPTED", "events[1]: rejected by the script"));
        assertThat(status(GOOD)).isEqualTo(200);
    }

    @Test
    void acceptKey_rotates() {
        script.acceptKey("other-key");
        assertThat(status(GOOD)).isEqualTo(401);

        script.acceptKey(EndpointEmulator.DEFAULT_KEY);
        assertThat(status(GOOD)).isEqualTo(200);
    }

    @Test
    void disposeNow_cutsRequestsOff() {
        Sinks.One<Reply> reply = postAndHold();

        emulator.disposeNow();

        StepVerifier.create(reply.asMono()).expectError(IOException.class).verify(LIMIT);
    }

    @Test
    void disposeLater_waitsForTheRequestUnderWay() {
        Sinks.One<Reply> reply = postAndHold();
        Sinks.Empty<Void> stopped = Sinks.empty();

        emulator.disposeLater(LIMIT).subscribe(nothing -> {}, stopped::tryEmitError, stopped::tryEmitEmpty);
        delays.release();

        assertThat(Wire.get(reply.asMono()).status()).isEqualTo(200);
        StepVerifier.create(stopped.asMono()).expectComplete().verify(LIMIT);
        assertThat(emulator.isDisposed()).isTrue();
        assertThat(emulator.activeRequests()).isZero();
    }

    @Test
    void disposeLater_afterTheGrace() {
        Sinks.One<Reply> reply = postAndHold();

        StepVerifier.create(emulator.disposeLater(Duration.ofMillis(50)))
                .expectComplete()
                .verify(LIMIT);

        StepVerifier.create(reply.asMono()).expectError(IOException.class).verify(LIMIT);
    }

    private Sinks.One<Reply> postAndHold() {
        script.next(Response.process().withDelay(Duration.ofHours(1)));
        Sinks.One<Reply> reply = Sinks.one();
        Wire.post(emulator, GOOD).subscribe(reply::tryEmitValue, reply::tryEmitError);
        delays.awaitTask();
        return reply;
    }

    @Test
    void response_badValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.status(199))
                .withMessage("status must be from 200 to 599, not 199");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.processThenStatus(600))
                .withMessage("status must be from 200 to 599, not 600");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.process().withDelay(Duration.ofMillis(-1)))
                .withMessage("delay must be from PT0S to PT8760H, not PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.process().withRetryAfter(-1))
                .withMessage("seconds must be from 0 to 1000000000, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> script.next(-1, Response.process()))
                .withMessage("count must be from 0 to 1000000, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> script.acceptKey(""))
                .withMessage("key must not be blank");
    }

    private int status(String body) {
        return Wire.get(Wire.post(emulator, body)).status();
    }
}

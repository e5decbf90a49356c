package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.EventName;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.emulator.Wire.Reply;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class EndpointEmulatorTest {

    private static final String QUERY = "?pixel_id=" + EndpointEmulator.DEFAULT_PIXEL_ID;
    private static final String GOOD = Wire.envelope(Wire.withId(Wire.LEAD, "a"));

    private final ManualClock clock = new ManualClock();
    private final EndpointEmulator emulator = EndpointEmulator.builder()
            .clock(clock)
            .maxBodyBytes(100_000)
            .errorDetail(true)
            .start();

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/event, 405",
        "PUT, /v1/event, 405",
        "POST, /v1/event/, 404",
        "POST, /v1/events, 404",
        "POST, /ledger, 404",
        "GET, /, 404"
    })
    void request_wrongMethodOrPath(String method, String path, int status) {
        assertThat(send(HttpMethod.valueOf(method), path + QUERY, headers(), GOOD)
                        .status())
                .isEqualTo(status);
        assertThat(emulator.ledger().accepted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wrong", "Bearer emulator-api-key", "EMULATOR-API-KEY", "emulator-api-key2"})
    void request_wrongKey(String key) {
        Map<String, String> headers = headers();
        headers.put("Authorization", key);

        assertThat(send(HttpMethod.POST, "/v1/event" + QUERY, headers, GOOD).status())
                .isEqualTo(401);
        assertThat(emulator.ledger().posts(401)).isEqualTo(1);
        assertThat(emulator.ledger().accepted()).isZero();
    }

    @Test
    void request_noKey() {
        Map<String, String> headers = headers();
        headers.remove("Authorization");

        assertThat(send(HttpMethod.POST, "/v1/event" + QUERY, headers, GOOD).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?pixel_id", "?pixel_id=other", "?pixel_id=%zz", "?PIXEL_ID=emulator-pixel-id"})
    void request_wrongPixelId(String query) {
        Reply response = send(HttpMethod.POST, "/v1/event" + query, headers(), GOOD);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers().get("x-al-error-code")).isEqualTo("PIXEL_ID");
    }

    @Test
    void request_pixelIdTwice() {
        assertThat(send(HttpMethod.POST, "/v1/event" + QUERY + QUERY.replace('?', '&'), headers(), GOOD)
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-ndjson", "application/jsonx", "application/json; charset=utf-16"})
    void request_wrongContentType(String type) {
        Map<String, String> headers = headers();
        headers.put("Content-Type", type);

        Reply response = send(HttpMethod.POST, "/v1/event" + QUERY, headers, GOOD);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headers().get("x-al-error-code")).isEqualTo("CONTENT_TYPE");
    }

    @Test
    void request_noContentType() {
        Map<String, String> headers = headers();
        headers.remove("Content-Type");

        assertThat(send(HttpMethod.POST, "/v1/event" + QUERY, headers, GOOD).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON", "application/json;charset=\"UTF-8\""})
    void request_contentType(String type) {
        Map<String, String> headers = headers();
        headers.put("Content-Type", type);

        assertThat(send(HttpMethod.POST, "/v1/event" + QUERY, headers, GOOD).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void request_tooLongBody(boolean announced) {
        Map<String, String> headers = headers();
        String body = GOOD + " ".repeat(300_000);
        if (announced) {
            headers.put("Content-Length", Integer.toString(body.length()));
        } else {
            headers.put("Transfer-Encoding", "chunked");
        }

        assertThat(send(HttpMethod.POST, "/v1/event" + QUERY, headers, body).status())
                .isEqualTo(413);
        assertThat(emulator.ledger().accepted()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 200", "1, 413"})
    void request_bodyAroundTheLimit(int beyond, int status) {
        String body = GOOD + " ".repeat(100_000 - GOOD.length() + beyond);

        assertThat(Wire.get(Wire.post(emulator, body)).status()).isEqualTo(status);
    }

    @Test
    void request_oneBadEvent() {
        String bad = Wire.withId(Wire.LEAD.replace("\"web\"", "\"tv\""), "b");

        Reply response = Wire.get(Wire.post(emulator, Wire.envelope(Wire.withId(Wire.LEAD, "a"), bad)));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().get("x-al-error-code")).isEqualTo("INVALID_SOURCE");
        assertThat(response.headers().get("x-al-error-message"))
                .isEqualTo("events[1].user_data.esi: must be web or app");
        assertThat(emulator.ledger().contains("a")).isFalse();
        assertThat(emulator.ledger().refused()).isEqualTo(2);
        assertThat(emulator.ledger().recentRejections()).map(Rejection::code).containsExactly("INVALID_SOURCE");
    }

    @Test
    void request_badEventWithoutDetail() {
        EndpointEmulator terse = EndpointEmulator.builder().clock(clock).start();
        try {
            Reply response = Wire.get(Wire.post(terse, Wire.envelope("{}")));

            assertThat(response.status()).isEqualTo(400);
            assertThat(response.headers().contains("x-al-error-code")).isFalse();
            assertThat(response.headers().contains("x-al-error-message")).isFalse();
        } finally {
            terse.disposeNow();
        }
    }

    @Test
    void request_goodEvents() {
        String page = Wire.withId(Wire.PAGE_VIEW, "p");
        String lead = Wire.withId(Wire.LEAD, "l");

        Reply response = Wire.get(Wire.post(emulator, Wire.envelope(page, lead)));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(emulator.ledger().accepted(EventName.PAGE_VIEW)).isEqualTo(1);
        assertThat(emulator.ledger().accepted(EventName.GENERATE_LEAD)).isEqualTo(1);
        assertThat(emulator.ledger().posts()).containsExactly(Map.entry(200, 1L));
        assertThat(emulator.ledger().recentEvents()).map(ReceivedEvent::json).containsExactly(page, lead);
    }

    @Test
    void request_repeatedAroundTheMergeWindow() {
        Wire.get(Wire.post(emulator, GOOD));
        clock.advance(Duration.ofMinutes(5));
        Wire.get(Wire.post(emulator, GOOD));

        assertThat(emulator.ledger().accepted()).isEqualTo(1);
        assertThat(emulator.ledger().merged()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        Wire.get(Wire.post(emulator, GOOD));

        assertThat(emulator.ledger().accepted()).isEqualTo(2);
        assertThat(emulator.ledger().unique()).isEqualTo(1);
        assertThat(emulator.ledger().acceptances("a")).isEqualTo(2);
    }

    @Test
    void ledger_asJson() {
        Wire.get(Wire.post(emulator, GOOD));

        Reply response = send(HttpMethod.GET, "/ledger", Map.of(), "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(response.body()).isEqualTo(emulator.ledger().toJson()).contains("\"accepted\":1,");
        assertThat(emulator.requests()).isEqualTo(1);
    }

    @Test
    void recentBodies_everyBody() {
        Ledger ledger = Ledger.builder().recentBodies(2).build();
        EndpointEmulator recorder =
                EndpointEmulator.builder().clock(clock).ledger(ledger).start();
        try {
            for (String body : new String[] {"1", "{", GOOD}) {
                Wire.get(Wire.post(recorder, body));
            }

            assertThat(ledger.recentBodies()).map(String::new).containsExactly("{", GOOD);
        } finally {
            recorder.disposeNow();
        }
    }

    @Test
    void start_takenPort() {
        assertThatThrownBy(
                        () -> EndpointEmulator.builder().port(emulator.port()).start())
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void restart_samePortAndLedger() {
        int port = emulator.port();
        Wire.get(Wire.post(emulator, GOOD));
        emulator.disposeNow();
        assertThat(emulator.isDisposed()).isTrue();
        assertThatThrownBy(() -> Wire.get(Wire.post(emulator, GOOD))).isInstanceOf(RuntimeException.class);

        EndpointEmulator next = EndpointEmulator.builder()
                .port(port)
                .clock(clock)
                .ledger(emulator.ledger())
                .start();
        try {
            Wire.get(Wire.post(next, GOOD));
            Wire.get(Wire.post(next, Wire.envelope(Wire.withId(Wire.LEAD, "b"))));
        } finally {
            next.disposeNow();
        }

        assertThat(next.ledger().accepted()).isEqualTo(2);
        assertThat(next.ledger().merged()).isEqualTo(1);
        assertThat(next.ledger().posts(200)).isEqualTo(3);
    }

    @Test
    void request_manyAtOnce() {
        int requests = 400;
        ConnectionProvider pool = ConnectionProvider.builder("many")
                .maxConnections(16)
                .pendingAcquireMaxCount(-1)
                .build();
        HttpClient client = HttpClient.create(pool).disableRetry(true);
        try {
            long ok = Flux.range(0, requests)
                    .flatMap(i -> Wire.post(emulator, client, batch(i)), 64)
                    .filter(response -> response.status() == 200)
                    .count()
                    .blockOptional(Watchdog.LIMIT)
                    .orElse(0L);

            assertThat(ok).isEqualTo(requests);
        } finally {
            pool.dispose();
        }
        assertThat(emulator.ledger().accepted()).isEqualTo(100L * requests);
        assertThat(emulator.ledger().unique()).isEqualTo(100L * requests);
        assertThat(emulator.ledger().merged()).isZero();
        assertThat(emulator.requests()).isEqualTo(requests);
        assertThat(emulator.maxConcurrentRequests()).isBetween(1, 16);
    }

    private static String batch(int number) {
        String[] events = new String[100];
        for (int i = 0; i < events.length; i++) {
            events[i] = Wire.withId(Wire.PAGE_VIEW, "e-" + number + '-' + i);
        }
        return Wire.envelope(events);
    }

    @Test
    void builder_badValues() {
        EndpointEmulator.Builder builder = EndpointEmulator.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.port(65_536))
                .withMessage("port must be from 0 to 65535, not 65536");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxBodyBytes(0))
                .withMessage("maxBodyBytes must be from 1 to 1073741824, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.apiKey(" "))
                .withMessage("apiKey must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.pixelId(""))
                .withMessage("pixelId must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.futureTolerance(Duration.ofSeconds(-1)))
                .withMessage("futureTolerance must be from PT0S to PT8760H, not PT-1S");
    }

    @Test
    void toString_hidesTheKey() {
        assertThat(emulator + " " + emulator.script() + EndpointEmulator.builder())
                .contains(emulator.uri().toString(), "REDACTED")
                .doesNotContain(EndpointEmulator.DEFAULT_KEY);
    }

    private Reply send(HttpMethod method, String pathAndQuery, Map<String, String> headers, String body) {
        return Wire.get(Wire.exchange(method, emulator.uri().resolve("/") + pathAndQuery.substring(1), headers, body));
    }

    private static Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", EndpointEmulator.DEFAULT_KEY);
        headers.put("Content-Type", "application/json");
        return headers;
    }
}

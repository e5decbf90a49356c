package io.leadflux.reactor.emulator;

import io.leadflux.reactor.Watchdog;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Collections;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** Raw requests to an emulator, one connection each, and the JSON to put into them. */
final class Wire {

    static final long NOW = 1_741_784_485_001L;

    static final String PAGE_VIEW = "{\"name\":\"page_view\",\"event_time\":1741784485001,"
            + "\"event_source_url\":\"https://applovin.com\",\"user_data\":{\"client_ip_address\":\"172.59.8.172\","
            + "\"client_user_agent\":\"chrome/123.456 android mobile\",\"aleid\":\"_aleid-query-param\","
            + "\"user_id\":\"12345\",\"client_id\":\"_first_party_identifier\",\"esi\":\"web\"},\"data\":null}";

    static final String LEAD = PAGE_VIEW
            .replace("page_view", "generate_lead")
            .replace("\"data\":null", "\"data\":{\"currency\":\"USD\",\"value\":20}");

    private static final HttpClient CLIENT =
            HttpClient.newConnection().disableRetry(true).followRedirect(false).responseTimeout(Watchdog.LIMIT);

    /** What came back. */
    record Reply(int status, HttpHeaders headers, String body) {}

    private Wire() {}

    static String withId(String event, String dedupeId) {
        return event.substring(0, event.length() - 1) + ",\"dedupe_id\":\"" + dedupeId + "\"}";
    }

    static String envelope(String... events) {
        return "{\"events\":[" + String.join(",", events) + "]}";
    }

    static String repeated(String event, int times) {
        return envelope(String.join(",", Collections.nCopies(times, event)));
    }

    static Mono<Reply> post(EndpointEmulator emulator, String body) {
        return post(emulator, CLIENT, body);
    }

    static Mono<Reply> post(EndpointEmulator emulator, HttpClient client, String body) {
        return exchange(
                client,
                HttpMethod.POST,
                emulator.uri() + "?pixel_id=" + EndpointEmulator.DEFAULT_PIXEL_ID,
                Map.of("Authorization", EndpointEmulator.DEFAULT_KEY, "Content-Type", "application/json"),
                body);
    }

    static Mono<Reply> exchange(HttpMethod method, String uri, Map<String, String> headers, String body) {
        return exchange(CLIENT, method, uri, headers, body);
    }

    private static Mono<Reply> exchange(
            HttpClient client, HttpMethod method, String uri, Map<String, String> headers, String body) {
        return client.headers(all -> headers.forEach(all::set))
                .request(method)
                .uri(uri)
                .send(ByteBufFlux.fromString(Mono.just(body)))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Reply(response.status().code(), response.responseHeaders(), text)));
    }

    static Reply get(Mono<Reply> response) {
        Reply reply = response.block(Watchdog.LIMIT);
        if (reply == null) {
            throw new AssertionError("no response");
        }
        return reply;
    }
}

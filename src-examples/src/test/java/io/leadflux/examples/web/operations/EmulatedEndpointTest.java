package io.leadflux.examples.web.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.examples.Watchdog;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.http.HttpEventSender;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each fault, and how the client recovers from it. */
final class EmulatedEndpointTest {

    private static final Duration TIMEOUT = Watchdog.LIMIT;

    private final EmulatedEndpoint endpoint = EmulatedEndpoint.start();
    private final ConversionClient client = ConversionClient.builder(
                    HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID)
                            .endpoint(endpoint.uri())
                            .build(),
                    endpoint.keys())
            .linger(Duration.ofMillis(1))
            .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
            .build();

    @AfterEach
    void stop() {
        client.close(TIMEOUT).block();
        endpoint.dispose();
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERLOADED", "KEY_REVOKED", "DOWN"})
    void change_mended_deliversWhatWaited(EndpointFault fault) {
        endpoint.change(fault).block(TIMEOUT);
        Mono<List<DeliveryResult>> results =
                client.send(Flux.range(1, 20).map(i -> event())).collectList().cache();
        results.subscribe();
        Health broken = fault == EndpointFault.KEY_REVOKED ? Health.UNAUTHORIZED : Health.OUTAGE;
        await(broken);
        assertThat(endpoint.ledger().accepted()).isZero();

        endpoint.change(EndpointFault.NONE).block(TIMEOUT);

        assertThat(results.block(TIMEOUT)).hasSize(20).allMatch(DeliveryResult::isAccepted);
        assertThat(endpoint.ledger().accepted()).isEqualTo(20);
        await(Health.UP);
    }

    @Test
    void change_badEvent_refusesThatOneOnly() {
        endpoint.change(EndpointFault.BAD_EVENT).block(TIMEOUT);

        List<DeliveryResult> results =
                client.send(Flux.range(1, 100).map(i -> event())).collectList().block(TIMEOUT);

        assertThat(results)
                .filteredOn(result -> result.outcome() == Outcome.REJECTED)
                .hasSize(1);
        assertThat(results).filteredOn(DeliveryResult::isAccepted).hasSize(99);
    }

    @Test
    void change_slow_delaysTheResponse() {
        endpoint.change(EndpointFault.SLOW).block(TIMEOUT);
        long start = System.nanoTime();

        client.send(Mono.just(event())).blockLast(TIMEOUT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void change_down_closesThePortUntilMended() throws Exception {
        URI uri = endpoint.uri();
        endpoint.change(EndpointFault.DOWN).block(TIMEOUT);
        assertThatThrownBy(() -> new Socket(uri.getHost(), uri.getPort())).isInstanceOf(ConnectException.class);

        endpoint.change(EndpointFault.SLOW).block(TIMEOUT);

        assertThat(endpoint.uri()).isEqualTo(uri);
        assertThat(endpoint.fault()).isEqualTo(EndpointFault.SLOW);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void change_rightAfterAnother_succeeds() {
        endpoint.change(EndpointFault.DOWN)
                .then(endpoint.change(EndpointFault.SLOW))
                .block(TIMEOUT);

        assertThat(endpoint.fault()).isEqualTo(EndpointFault.SLOW);
    }

    private void await(Health health) {
        Flux.interval(Duration.ofMillis(5))
                .onBackpressureDrop()
                .filter(tick -> client.health() == health)
                .blockFirst(TIMEOUT);
    }

    private static ServerEvent event() {
        return ServerEvent.pageView()
                .eventTime(Instant.now())
                .eventSourceUrl("https://sunfield.example")
                .userData(UserData.builder()
                        .clientIpAddress("192.0.2.7")
                        .clientUserAgent("Mozilla/5.0")
                        .esi(EventSource.WEB)
                        .clientId("1b4e28ba-2fa1-41d2-883f-0016d3cca427")
                        .build())
                .build();
    }
}

package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.http.HttpEventSender;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A thousand accounts on the connections of one sender. */
@Tag("proof")
class ManyClientsTest {

    private static final Duration PATIENCE = Watchdog.LIMIT;
    private static final int CLIENTS = 1_000;
    private static final int CONNECTIONS = 8;

    private final Map<String, String> keysByUri = new ConcurrentHashMap<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .doOnConnection(connection -> connections.add(connection.channel().id()))
            .handle((request, response) -> {
                keysByUri.put(
                        request.uri(),
                        Objects.requireNonNull(request.requestHeaders().get("authorization")));
                return request.receive()
                        .then(response.header("content-length", "0").send().then());
            })
            .bindNow(PATIENCE);
    private final HttpEventSender shared = HttpEventSender.builder("account-0")
            .endpoint(URI.create("http://127.0.0.1:" + server.port() + "/v1/event"))
            .maxConnections(CONNECTIONS)
            .responseTimeout(Duration.ofMinutes(5))
            .build();

    @AfterEach
    void stop() {
        shared.disposeLater().block(PATIENCE);
        server.disposeNow(PATIENCE);
    }

    private ConversionClient client(int account) {
        return ConversionClient.create(shared.withPixelId("account-" + account), ApiKeySupplier.of("key-" + account));
    }

    private static List<DeliveryResult> sendOneEach(List<ConversionClient> clients) {
        return Objects.requireNonNull(Flux.fromIterable(clients)
                .flatMap(client -> client.sink().emit(Events.valid(1)), CLIENTS)
                .collectList()
                .block(PATIENCE));
    }

    @Test
    void thousandClients_shareConnectionsAndThreadsAndCostKilobytes() {
        List<ConversionClient> warm = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            warm.add(client(i));
        }
        sendOneEach(warm);
        int threads = threads();
        long before = heap();
        List<ConversionClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(client(i));
        }
        long idle = heap();
        List<DeliveryResult> results = sendOneEach(clients);
        long used = heap();
        System.out.printf(
                "a client costs %d bytes when made, %d when used; %d threads before, %d after%n",
                (idle - before) / CLIENTS, (used - before) / CLIENTS, threads, threads());

        assertThat(results).hasSize(CLIENTS).allMatch(DeliveryResult::isAccepted);
        assertThat(keysByUri).hasSize(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(keysByUri).containsEntry("/v1/event?pixel_id=account-" + i, "key-" + i);
        }
        assertThat(connections).hasSizeLessThanOrEqualTo(CONNECTIONS);
        assertThat(threads()).isLessThanOrEqualTo(threads);
        assertThat((idle - before) / CLIENTS).isLessThan(16_384);
        assertThat((used - before) / CLIENTS).isLessThan(65_536);
        assertThat(clients.stream()
                        .map(ConversionClient::stats)
                        .mapToLong(ClientStats::retries)
                        .sum())
                .as("attempts that had to be repeated since connections are few")
                .isZero();
        clients.forEach(ConversionClient::dispose);
        warm.forEach(ConversionClient::dispose);
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}

package io.leadflux.reactor.wire;

import io.leadflux.batch.BatchLimits;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Ledger;
import io.leadflux.reactor.http.HttpEventSender;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * An endpoint that can be killed and started again on its port, a proxy before it, and a sender to the proxy. The
 * ledger counts every arrival: its merge window is empty, and no two requests come in the same millisecond.
 */
final class Rig implements AutoCloseable {

    static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(400);

    final Ledger ledger =
            Ledger.builder().mergeWindow(Duration.ZERO).recentEvents(0).build();
    final FaultProxy proxy;
    final HttpEventSender sender;
    private final Clock clock = new TickingClock();
    private final int port;
    private volatile EndpointEmulator emulator;

    Rig(Supplier<Fault> plan) {
        emulator = start(0);
        port = emulator.port();
        proxy = FaultProxy.start(() -> port, plan);
        sender = HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID)
                .endpoint(proxy.uri())
                .connectTimeout(Duration.ofSeconds(2))
                .responseTimeout(RESPONSE_TIMEOUT)
                .build();
    }

    private EndpointEmulator start(int port) {
        return EndpointEmulator.builder().port(port).ledger(ledger).clock(clock).start();
    }

    /** Stops the endpoint as a crash would. */
    void kill() {
        emulator.disposeNow();
    }

    void restart() {
        emulator = start(port);
    }

    /** A client that is quick to try again, with batches of {@code maxEvents}. */
    ConversionClient.Builder client(int maxEvents) {
        return client(sender, maxEvents);
    }

    ConversionClient.Builder client(EventSender by, int maxEvents) {
        return ConversionClient.builder(by, ApiKeySupplier.of(EndpointEmulator.DEFAULT_KEY))
                .limits(BatchLimits.of(maxEvents, 1 << 20))
                .linger(Duration.ofMillis(5))
                .adaptiveConcurrency(1, 32)
                .retryBudget(10, 10_000)
                .backoff(Duration.ofMillis(1), Duration.ofMillis(100))
                .deliveryTimeout(Duration.ofMinutes(30));
    }

    /** A sender that waits for the network longer than any test closes a client. */
    HttpEventSender patientSender() {
        return HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID)
                .endpoint(proxy.uri())
                .responseTimeout(Duration.ofMinutes(5))
                .build();
    }

    @Override
    public void close() {
        sender.disposeLater().block(Watchdog.LIMIT);
        proxy.close();
        emulator.disposeNow();
    }
}

package io.leadflux.benchmarks.reactor;

import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Mono;

/** The sink of a client with all defaults, whose sender accepts every batch at once. */
@State(Scope.Benchmark)
public class ClientSink {

    private static final int HALF = 8192;

    private final ConversionClient client = ConversionClient.create(
            (batch, key) -> Mono.just(SendResult.ofStatus(200)), ApiKeySupplier.of("0123456789abcdef"));
    private final EventSink sink = client.sink();

    void emit(ServerEvent event) {
        while (sink.tryEmit(event) != EmitResult.OK) {
            ProducerPause.park();
        }
    }

    EmitResult tryEmit(ServerEvent event) {
        return sink.tryEmit(event);
    }

    void awaitRoom() {
        while (sink.queuedEvents() > HALF) {
            ProducerPause.park();
        }
    }

    /** Drops what is queued. */
    @TearDown
    public void close() {
        client.close(Duration.ZERO).block();
    }
}

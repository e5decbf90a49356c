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

/** A client's sink with all defaults; its sender takes every batch at once. */
@State(Scope.Benchmark)
public class OurSink {

    private static final int HALF = 8192;

    private final ConversionClient client = ConversionClient.create(
            (batch, key) -> Mono.just(SendResult.ofStatus(200)), ApiKeySupplier.of("0123456789abcdef"));
    private final EventSink sink = client.sink();

    void emit(ServerEvent event) {
        while (sink.tryEmit(event) != EmitResult.OK) {
            Patience.giveWay();
        }
    }

    EmitResult tryEmit(ServerEvent event) {
        return sink.tryEmit(event);
    }

    void awaitRoom() {
        while (sink.queuedEvents() > HALF) {
            Patience.giveWay();
        }
    }

    /** Gives up what is queued. */
    @TearDown
    public void close() {
        client.close(Duration.ZERO).block();
    }
}

package io.leadflux.benchmarks.comparison;

import java.time.Duration;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;

/** A count that is told only when one asks, as a stream of how much it has grown. */
final class Growing {

    private static final Duration TICK = Duration.ofMillis(1);

    private final LongSupplier count;
    private long last;

    private Growing(LongSupplier count) {
        this.count = count;
        this.last = count.getAsLong();
    }

    static Flux<Integer> of(LongSupplier count) {
        return Flux.defer(() -> {
            Growing growing = new Growing(count);
            return Flux.interval(TICK).onBackpressureDrop().map(tick -> growing.next());
        });
    }

    private int next() {
        long now = count.getAsLong();
        int grown = Math.toIntExact(now - last);
        last = now;
        return grown;
    }
}

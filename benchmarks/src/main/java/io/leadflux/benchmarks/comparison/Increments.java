package io.leadflux.benchmarks.comparison;

import java.time.Duration;
import java.util.function.LongSupplier;
import reactor.core.publisher.Flux;

/** A counter that can only be polled, as a stream of its increments. */
final class Increments {

    private static final Duration TICK = Duration.ofMillis(1);

    private final LongSupplier count;
    private long last;

    private Increments(LongSupplier count) {
        this.count = count;
        this.last = count.getAsLong();
    }

    static Flux<Integer> of(LongSupplier count) {
        return Flux.defer(() -> {
            Increments increments = new Increments(count);
            return Flux.interval(TICK).onBackpressureDrop().map(tick -> increments.next());
        });
    }

    private int next() {
        long now = count.getAsLong();
        int grown = Math.toIntExact(now - last);
        last = now;
        return grown;
    }
}

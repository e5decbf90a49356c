package io.leadflux.reactor.delivery;

import io.leadflux.delivery.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Completes batches: flags what may be doubled, counts, and hands each to its owner, exactly once. Belongs to the dispatcher.
 */
final class Completions {

    private static final long DEDUPE_WINDOW = Duration.ofMinutes(5).toNanos();

    private final SerialExecutor executor;
    private final Counters counters;

    Completions(SerialExecutor executor, Counters counters) {
        this.executor = executor;
        this.counters = counters;
    }

    void accept(OutboundBatch batch) {
        complete(batch, Outcome.ACCEPTED, null);
    }

    /**
     * Ends every event of {@code batch} as not accepted.
     *
     * @param what the first words of the cause's message
     */
    void fail(OutboundBatch batch, Outcome outcome, String what) {
        complete(batch, outcome, what);
    }

    /** Ends as closed what {@code batch} stands for, the rest of its isolation included. */
    void close(OutboundBatch batch, String what) {
        for (OutboundBatch rest : batch.takeUnresolved()) {
            fail(rest, Outcome.CLOSED, what);
        }
    }

    private void complete(OutboundBatch batch, Outcome outcome, @Nullable String what) {
        batch.flagOutlivedIds(executor.now(), DEDUPE_WINDOW);
        batch.complete();
        counters.ended(outcome, batch.size());
        executor.lastly(() -> batch.owner.completed(Completion.of(batch, outcome, what)));
    }
}

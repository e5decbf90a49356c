package io.leadflux.reactor;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import java.time.Duration;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** The rules of Reactive Streams for the batches of a {@link BatchOperator}. Run by TestNG. */
public class BatchVerificationTest extends PublisherVerification<EventBatch> {

    private static final int EVENTS_PER_BATCH = 3;
    private static final ServerEvent EVENT = Events.valid(1);

    private final BatchOperator operator =
            BatchOperator.of(BatchLimits.of(EVENTS_PER_BATCH, 100_000), Duration.ofMinutes(1));

    public BatchVerificationTest() {
        super(new TestEnvironment(2_000, 50));
    }

    @Override
    public Publisher<EventBatch> createPublisher(long elements) {
        boolean endless = elements > Long.MAX_VALUE / EVENTS_PER_BATCH;
        return Flux.<ServerEvent>generate(sink -> sink.next(EVENT))
                .take(endless ? Long.MAX_VALUE : elements * EVENTS_PER_BATCH)
                .transform(operator);
    }

    @Override
    public Publisher<EventBatch> createFailedPublisher() {
        return Flux.<ServerEvent>error(new IllegalStateException("source broke"))
                .transform(operator);
    }
}

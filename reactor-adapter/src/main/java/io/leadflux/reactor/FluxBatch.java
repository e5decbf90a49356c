package io.leadflux.reactor;

import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/** The batches of one source, as a {@link BatchOperator} makes them. */
final class FluxBatch extends FluxOperator<ServerEvent, EventBatch> {

    private final BatchOperator operator;

    private FluxBatch(Flux<? extends ServerEvent> source, BatchOperator operator) {
        super(source);
        this.operator = operator;
    }

    static Flux<EventBatch> of(Flux<? extends ServerEvent> source, BatchOperator operator) {
        return onAssembly(new FluxBatch(source, operator));
    }

    @Override
    public int getPrefetch() {
        return BatchSubscriber.prefetch(operator.limits);
    }

    @Override
    public void subscribe(CoreSubscriber<? super EventBatch> actual) {
        source.subscribe(new BatchSubscriber(operator, actual));
    }
}

package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.Screening.Screened;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * The pipeline behind {@link ConversionClient#send} and {@link EventSink}: elements in, one result for each out.
 *
 * @param <T> what the source emits
 * @param <R> what the subscriber gets for each
 */
final class FluxDelivery<T, R> extends Flux<R> {

    final ConversionClient client;
    final Function<? super T, Screened> toScreened;
    final BiFunction<? super T, DeliveryResult, R> toResult;

    private final Publisher<? extends T> source;

    /**
     * @param toScreened counts an element as submitted and judges its event
     * @param toResult joins an element and its result
     */
    FluxDelivery(
            ConversionClient client,
            Publisher<? extends T> source,
            Function<? super T, Screened> toScreened,
            BiFunction<? super T, DeliveryResult, R> toResult) {
        this.client = client;
        this.source = source;
        this.toScreened = toScreened;
        this.toResult = toResult;
    }

    /** When an element came in: to the sink if it was there, else now. */
    long arrivedAt(T element, long now) {
        return element instanceof SinkEntry entry ? entry.arrivedAt : now;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        source.subscribe(new DeliverySubscriber<>(this, actual));
    }
}

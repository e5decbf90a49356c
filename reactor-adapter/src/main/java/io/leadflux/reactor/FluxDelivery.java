package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * The pipeline behind {@link ConversionClient#send}: elements in, one result for each out.
 *
 * @param <T> what the source emits
 * @param <R> what the caller gets for each
 */
final class FluxDelivery<T, R> extends Flux<R> {

    final ConversionClient client;
    final Publisher<? extends T> source;
    final Function<? super T, ServerEvent> toEvent;
    final BiFunction<? super T, DeliveryResult, R> toResult;

    FluxDelivery(
            ConversionClient client,
            Publisher<? extends T> source,
            Function<? super T, ServerEvent> toEvent,
            BiFunction<? super T, DeliveryResult, R> toResult) {
        this.client = client;
        this.source = source;
        this.toEvent = toEvent;
        this.toResult = toResult;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        source.subscribe(new DeliverySubscriber<>(this, actual));
    }
}

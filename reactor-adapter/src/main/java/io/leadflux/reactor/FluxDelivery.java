package io.leadflux.reactor;

import io.leadflux.event.ServerEvent;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * What {@link ConversionClient#send} gives: elements in, one result for each out.
 *
 * @param <T> what the source emits
 * @param <R> what the subscriber gets for each
 */
final class FluxDelivery<T, R> extends Flux<R> {

    private final ConversionClient client;
    private final Publisher<? extends T> source;
    private final Function<? super T, ServerEvent> toEvent;
    private final Reply<T, R> reply;

    FluxDelivery(
            ConversionClient client,
            Publisher<? extends T> source,
            Function<? super T, ServerEvent> toEvent,
            Reply<T, R> reply) {
        this.client = client;
        this.source = source;
        this.toEvent = toEvent;
        this.reply = reply;
    }

    @Override
    public void subscribe(CoreSubscriber<? super R> actual) {
        source.subscribe(new DeliverySubscriber<>(client, toEvent, reply, actual));
    }
}

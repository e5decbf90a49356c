package io.leadflux.benchmarks.contest;

import io.leadflux.event.ServerEvent;
import java.util.function.IntConsumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A way to send events and to learn of their acceptance.
 *
 * @param <E> how it models an event
 */
interface Contestant<E> {

    /** An event as this contestant's user would have it; made beforehand. */
    E model(ServerEvent event);

    /**
     * Sends as fast as it can; an answer other than 200 is an error.
     *
     * @param accepted is told how many events were accepted, by one thread at a time
     */
    Publisher<?> fullSpeed(Flux<E> events, IntConsumer accepted);

    /** Sends what comes, and emits each event when it has been accepted. */
    Flux<Timed<E>> paced(Flux<Timed<E>> events);
}

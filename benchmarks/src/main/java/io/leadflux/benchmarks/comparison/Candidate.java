package io.leadflux.benchmarks.comparison;

import io.leadflux.event.ServerEvent;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A way to send events and to learn of their acceptance.
 *
 * @param <E> how it models an event
 */
interface Candidate<E> extends AutoCloseable {

    /** An event as this contestant's user would have it; made beforehand. */
    E model(ServerEvent event);

    /**
     * Sends as fast as it can; an answer other than 200 is an error.
     *
     * @param events without end; each subscription may be on a thread of its own
     * @return how many events were accepted since its signal before
     */
    Publisher<Integer> fullSpeed(Flux<E> events);

    /** Sends what comes, and emits each event when it has been accepted. */
    Flux<Timed<E>> paced(Flux<Timed<E>> events);

    /** Gives up what is not sent. */
    @Override
    default void close() {}
}

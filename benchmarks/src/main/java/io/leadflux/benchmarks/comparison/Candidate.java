package io.leadflux.benchmarks.comparison;

import io.leadflux.event.ServerEvent;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * A client or pipeline that sends events and learns of their acceptance.
 *
 * @param <E> its model of an event
 */
interface Candidate<E> extends AutoCloseable {

    /** The event as a user of this candidate models it; built before the measurement. */
    E model(ServerEvent event);

    /**
     * Sends as fast as it can. A response other than 200 is an error.
     *
     * @param events endless; each subscription may run on its own thread
     * @return how many events were accepted since the previous signal
     */
    Publisher<Integer> fullSpeed(Flux<E> events);

    /** Sends events as they come, and emits each event when it is accepted. */
    Flux<Timed<E>> paced(Flux<Timed<E>> events);

    /** Drops what is not sent. */
    @Override
    default void close() {}
}

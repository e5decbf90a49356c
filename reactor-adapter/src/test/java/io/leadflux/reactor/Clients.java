package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Clients for tests: in virtual time, and with the same random numbers in every run. */
final class Clients {

    private Clients() {}

    /** A client yet to be built, with the key {@code key-1}; a test sets the other options that it needs. */
    static ConversionClient.Builder client(EventSender sender, VirtualTimeScheduler time) {
        return ConversionClient.builder(sender, ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .random(new SplittableRandom(42));
    }

    /** An answer of the endpoint, as {@link FakeSender#answering} takes it. */
    static Mono<SendResult> status(int status) {
        return Mono.just(SendResult.ofStatus(status));
    }

    /** Sends {@code events} through a client of its own, lets {@code wait} pass, and gives the results so far. */
    static List<DeliveryResult> deliver(
            EventSender sender, VirtualTimeScheduler time, Duration wait, ServerEvent... events) {
        List<DeliveryResult> results = collect(client(sender, time).build().send(Flux.just(events)));
        time.advanceTimeBy(wait);
        return results;
    }

    /** Subscribes, and gives a list to which each result is added when it comes. */
    static List<DeliveryResult> collect(Flux<DeliveryResult> results) {
        List<DeliveryResult> collected = new ArrayList<>();
        results.subscribe(collected::add);
        return collected;
    }

    /** Emits {@code events}, and gives a list to which the outcome of each is added when it is known. */
    static List<Outcome> outcomes(EventSink sink, List<ServerEvent> events) {
        List<Outcome> outcomes = new ArrayList<>();
        events.forEach(event -> sink.emit(event).subscribe(result -> outcomes.add(result.outcome())));
        return outcomes;
    }
}

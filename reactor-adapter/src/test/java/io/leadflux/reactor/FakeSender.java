package io.leadflux.reactor;

import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** A sender whose answers a test decides; it keeps every batch and every key that it was given. */
public final class FakeSender implements EventSender {

    final List<EventBatch> batches = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger mostInFlight = new AtomicInteger();

    private final BiFunction<EventBatch, Integer, Mono<SendResult>> answers;

    private FakeSender(BiFunction<EventBatch, Integer, Mono<SendResult>> answers) {
        this.answers = answers;
    }

    /** Answers each attempt by what {@code answers} makes of the batch and the attempt's number, counted from 1. */
    public static FakeSender answering(BiFunction<EventBatch, Integer, Mono<SendResult>> answers) {
        return new FakeSender(answers);
    }

    public static FakeSender accepting() {
        return new FakeSender((batch, attempt) -> Mono.just(SendResult.ofStatus(200)));
    }

    public static FakeSender status(int status) {
        return new FakeSender((batch, attempt) -> Mono.just(SendResult.ofStatus(status)));
    }

    /** Accepts each batch one second after it was sent. */
    static FakeSender slow(Scheduler time) {
        return answering(
                (batch, attempt) -> Mono.just(SendResult.ofStatus(200)).delayElement(Duration.ofSeconds(1), time));
    }

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.defer(() -> {
            batches.add(batch);
            keys.add(apiKey);
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            return answers.apply(batch, batches.size())
                    .doOnNext(result -> inFlight.decrementAndGet())
                    .doOnError(error -> inFlight.decrementAndGet());
        });
    }

    List<Integer> sizes() {
        return batches.stream().map(EventBatch::size).toList();
    }

    List<String> dedupeIds() {
        return batches.stream()
                .flatMap(batch -> batch.events().stream())
                .map(ServerEvent::dedupeId)
                .toList();
    }
}

package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** How a client ends: once, by its deadline, with a report of what is left. */
final class Closing {

    private static final Duration AFTER_THE_DEADLINE = Duration.ofMillis(40);

    private final ConversionClient client;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Queue<DeliveryResult> left = new ConcurrentLinkedQueue<>();
    private final Sinks.One<CloseReport> report = Sinks.one();
    private volatile boolean reported;

    Closing(ConversionClient client) {
        this.client = client;
    }

    /** Whether the client takes no more events. It refers to nothing else, so that it may outlive the client. */
    AtomicBoolean begun() {
        return begun;
    }

    /** Ends the client if nobody has; gives the one report. */
    Mono<CloseReport> begin(Duration patience) {
        if (begun.compareAndSet(false, true)) {
            long since = client.timing.nanos();
            client.refuseEvents();
            settled(patience)
                    .then(Mono.fromRunnable(client.dispatcher::close))
                    .then(settled(AFTER_THE_DEADLINE))
                    .then(Mono.defer(() -> deadLettersHandedOn(patience.minusNanos(client.timing.nanos() - since))))
                    .subscribe(nothing -> {}, impossible -> report(since), () -> report(since));
        }
        return report.asMono();
    }

    /** An event that ended because the client was closed. */
    void left(DeliveryResult result) {
        if (!reported) {
            left.add(result);
        }
    }

    private Mono<Void> settled(Duration patience) {
        return inTime(Mono.defer(client::flushAll), patience);
    }

    private Mono<Void> deadLettersHandedOn(Duration rest) {
        DeadLetters letters = client.deadLetters;
        Duration patience = rest.compareTo(AFTER_THE_DEADLINE) > 0 ? rest : AFTER_THE_DEADLINE;
        return letters == null ? Mono.empty() : inTime(letters.drained(), patience);
    }

    private Mono<Void> inTime(Mono<Void> work, Duration patience) {
        return work.timeout(patience, client.timing.scheduler()).onErrorComplete();
    }

    private void report(long since) {
        reported = true;
        Duration took = Duration.ofNanos(client.timing.nanos() - since);
        report.tryEmitValue(new CloseReport(took, client.stats(), new ArrayList<>(left)));
    }
}

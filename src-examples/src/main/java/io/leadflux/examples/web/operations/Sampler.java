package io.leadflux.examples.web.operations;

import io.leadflux.reactor.ConversionClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Looks at the client twice a second, whoever watches, and keeps the last two minutes. It stops before the web server
 * does, which ends the streams that would hold it up.
 */
final class Sampler implements SmartLifecycle {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final int KEPT = 240;

    private final ConversionClient client;
    private final FailureLog journal;
    private final @Nullable EmulatedEndpoint endpoint;
    private final @Nullable Visitors visitors;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Deque<Sample> history = new ArrayDeque<>();
    private final Sinks.Many<Sample> live = Sinks.many().multicast().directBestEffort();
    private final Disposable.Swap ticks = Disposables.swap();
    private volatile boolean running;
    private long number;

    Sampler(
            ConversionClient client,
            FailureLog journal,
            @Nullable EmulatedEndpoint endpoint,
            @Nullable Visitors visitors,
            InstantSource clock,
            Scheduler scheduler) {
        this.client = client;
        this.journal = journal;
        this.endpoint = endpoint;
        this.visitors = visitors;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /**
     * The samples of the last two minutes, then two a second. Cold; signals on a parallel thread; ends with the site. A
     * subscriber that is too slow misses samples.
     */
    Flux<Sample> samples() {
        return Flux.defer(
                () -> Flux.fromIterable(history()).concatWith(live.asFlux().onBackpressureLatest()));
    }

    /** How many are watching. */
    int watchers() {
        return live.currentSubscriberCount();
    }

    private synchronized List<Sample> history() {
        return List.copyOf(history);
    }

    @Override
    public void start() {
        running = true;
        ticks.update(Flux.interval(PERIOD, scheduler).onBackpressureDrop().subscribe(tick -> sample()));
    }

    private void sample() {
        Sample sample = take();
        synchronized (this) {
            history.addLast(sample);
            if (history.size() > KEPT) {
                history.removeFirst();
            }
        }
        live.tryEmitNext(sample);
    }

    private Sample take() {
        number++;
        return new Sample(
                number,
                clock.instant(),
                client.health(),
                client.concurrency(),
                client.stats(),
                journal.deliveries().next(),
                journal.requests().next(),
                journal.troubles(),
                emulated());
    }

    private Sample.@Nullable Endpoint emulated() {
        return endpoint == null || visitors == null
                ? null
                : new Sample.Endpoint(endpoint.fault(), endpoint.ledger().accepted(), visitors.perSecond());
    }

    @Override
    public void stop() {
        ticks.dispose();
        live.tryEmitComplete();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}

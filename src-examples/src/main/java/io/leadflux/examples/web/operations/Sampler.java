package io.leadflux.examples.web.operations;

import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ClientStats;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Samples the client twice a second, even if no page shows it, and keeps the last two minutes. It stops before the
 * web server does, which ends the streams that would delay the server.
 */
final class Sampler implements SmartLifecycle {

    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final int MAX_SAMPLES = 240;

    private final ConversionClient client;
    private final DeliveryLog log;
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
            DeliveryLog log,
            @Nullable EmulatedEndpoint endpoint,
            @Nullable Visitors visitors,
            InstantSource clock,
            Scheduler scheduler) {
        this.client = client;
        this.log = log;
        this.endpoint = endpoint;
        this.visitors = visitors;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /**
     * The samples of the last two minutes, then two a second. Cold; signals on a parallel thread; completes when the
     * site stops. A subscriber that is too slow misses samples.
     */
    Flux<Sample> samples() {
        return Flux.defer(
                () -> Flux.fromIterable(history()).concatWith(live.asFlux().onBackpressureLatest()));
    }

    /** How many subscribers there are. */
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
            if (history.size() > MAX_SAMPLES) {
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
                figures(client.stats()),
                log.deliveries().next(),
                log.requests().next(),
                log.failures(),
                emulated());
    }

    private static Map<String, Long> figures(ClientStats stats) {
        Map<String, Long> figures = new HashMap<>();
        for (Outcome outcome : Outcome.values()) {
            figures.put(outcome.name().toLowerCase(Locale.ROOT), stats.ended(outcome));
        }
        figures.put("submitted", stats.submitted());
        figures.put("queued", stats.queued());
        figures.put("inFlight", stats.inFlight());
        figures.put("requests", stats.requests());
        figures.put("retries", stats.retries());
        figures.put("probes", stats.probes());
        return figures;
    }

    private Sample.@Nullable EndpointState emulated() {
        return endpoint == null || visitors == null
                ? null
                : new Sample.EndpointState(endpoint.fault(), endpoint.ledger().accepted(), visitors.perSecond());
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

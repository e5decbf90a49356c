package io.leadflux.reactor;

import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Another client on the limit of a simulated world; its sender responds at once, on the caller's thread, or soon. */
final class WorldNeighbour implements EventSender {

    private static final Throwable RESET = new IllegalStateException("reset");
    private static final int MOST_LATENCY_MILLIS = 100;

    final boolean isSynchronous;
    private final World world;
    private final SplittableRandom random;
    private double failures;
    private final ConversionClient client;
    private final LingerOracle oracle;
    private final List<WorldEvent> events = new ArrayList<>();
    private int inFlight;
    private int eventsInFlight;
    private int accepted;
    private int answered;

    WorldNeighbour(World world, SplittableRandom random, ConcurrencyLimit limit) {
        this.world = world;
        this.random = random;
        isSynchronous = random.nextBoolean();
        failures = random.nextInt(4) == 0 ? random.nextDouble() * 0.5 : 0;
        client = world.options
                .applyTo(ConversionClient.builder(this, ApiKeySupplier.of("key")))
                .timing(world.timing())
                .random(random.split())
                .concurrency(limit)
                .build();
        oracle = new LingerOracle(world.permits, world.options.linger, world.options.limits.maxEvents());
    }

    /** Requests that hold a permit. */
    int inFlight() {
        return client.engine().isClosed() ? 0 : inFlight;
    }

    void emit(int count) {
        for (int i = 0; i < count; i++) {
            WorldEvent event = new WorldEvent(events.size(), false, 0, world.now());
            event.inSink = true;
            event.watched = true;
            events.add(event);
            client.sink().emit(event.event).subscribe(result -> answered(event, result));
            event.given = true;
        }
    }

    private void answered(WorldEvent event, DeliveryResult result) {
        world.require(event.result == null, "a neighbour's second result for ", event);
        event.result = result;
        event.answeredAt = world.now();
        answered++;
    }

    void close() {
        client.dispose();
    }

    void heal() {
        failures = 0;
    }

    // The POST

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.create(answer -> {
            inFlight++;
            eventsInFlight += batch.size();
            for (ServerEvent sent : batch.events()) {
                WorldEvent event = events.get(WorldEvent.numberOf(sent));
                world.require(!event.flying && !event.acknowledged, "a neighbour sends twice: ", event);
                event.flying = true;
                event.posts++;
            }
            observe();
            if (isSynchronous) {
                finish(batch, answer);
            } else {
                world.time.schedule(
                        () -> finish(batch, answer), random.nextInt(MOST_LATENCY_MILLIS), TimeUnit.MILLISECONDS);
            }
        });
    }

    private void finish(EventBatch batch, MonoSink<SendResult> answer) {
        boolean fails = random.nextDouble() < failures;
        observe();
        if (world.sabotage == Sabotage.LOST_RESPONSES_OF_NEIGHBOURS && random.nextInt(10) == 0) {
            return;
        }
        inFlight--;
        eventsInFlight -= batch.size();
        for (ServerEvent sent : batch.events()) {
            WorldEvent event = events.get(WorldEvent.numberOf(sent));
            event.flying = false;
            event.acknowledged = !fails;
        }
        accepted += fails ? 0 : batch.size();
        answer.success(fails ? SendResult.notSent(RESET) : SendResult.ofStatus(200));
        observe();
    }

    private void observe() {
        world.observe();
        oracle.observe(client.health() != Health.UP, world.now());
    }

    // The law

    void check() {
        oracle.observe(client.health() != Health.UP, world.now());
        ClientStats stats = client.stats();
        world.require(stats.submitted() == events.size(), "a neighbour's submitted differs: ", stats);
        world.require(stats.accepted() == accepted || client.isDisposed(), "a neighbour's accepted differs: ", stats);
        world.require(
                stats.inFlight() == (client.engine().isClosed() ? 0 : eventsInFlight),
                "a neighbour's in flight differs: ",
                stats);
        world.require(
                stats.queued() == events.size() - answered - stats.inFlight(), "a neighbour's queued differs: ", stats);
        WorldEvent late = client.isDisposed() ? null : oracle.tooLong(events, world.now());
        world.require(late == null, "a neighbour waits though nothing stands in its way: ", late);
    }

    boolean isQuiet() {
        return answered == events.size();
    }

    /** How long its work takes at most, one request after another. */
    Duration work() {
        return isSynchronous
                ? Duration.ZERO
                : Duration.ofMillis((long) (events.size() - answered) * MOST_LATENCY_MILLIS);
    }

    void judge() {
        events.forEach(this::judge);
        world.require(client.stats().queued() == 0 && client.stats().inFlight() == 0, "a neighbour has something left");
    }

    private void judge(WorldEvent event) {
        DeliveryResult result = event.result;
        world.require(result != null, "a neighbour's event has no result: ", event);
        if (result == null) {
            return;
        }
        world.require(result.isAccepted() == event.acknowledged || client.isDisposed(), "a neighbour's ", event);
        world.require(result.outcome() != Outcome.REJECTED, "a neighbour's innocent is rejected: ", event);
        boolean early = event.answeredAt - event.submittedAt
                < world.options.timeoutOf(event).toNanos();
        world.require(result.outcome() != Outcome.EXPIRED || !early, "a neighbour's event expired early: ", event);
    }
}

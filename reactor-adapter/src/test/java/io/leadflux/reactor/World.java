package io.leadflux.reactor;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.WorldProvider.Weather;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * One simulated world: a real client with random options in virtual time, random traffic, and a provider with moods. All
 * chance comes from one seed, so a world can be lived again. The law is checked after every step, the rest at the end.
 */
final class World {

    private static final int MOST_EVENTS = 600;
    private static final Duration GRACE = Duration.ofMillis(100);
    private static final int[] POISONED = {403, 404, 500};

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final SplittableRandom random;
    final BatchLimits limits;
    final int mostConcurrency;
    final WorldProvider provider;

    private final long seed;
    private final boolean transparent;
    private final double badness;
    private final double poison;
    private final Duration linger;
    private final OverflowPolicy overflow;
    private final Duration deliveryTimeout;
    private final WorldLetters letters;
    private final ConcurrencyLimit limit;
    private final ConversionClient client;

    private final List<WorldEvent> events = new ArrayList<>();
    private final Map<Outcome, Long> seen = new EnumMap<>(Outcome.class);
    private final List<WorldFlow> flows = new ArrayList<>();
    private int flushesOpen;
    private boolean closeCalled;

    /** The first complaint: the client may have taken the throw for a failure of its provider. */
    private @Nullable AssertionError broken;

    private @Nullable CloseReport report;

    World(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
        provider = new WorldProvider(this, random);
        letters = new WorldLetters(this, random);
        transparent = random.nextBoolean();
        badness = switch (random.nextInt(6)) {
            case 0, 1 -> 0;
            case 2 -> random.nextDouble() * 0.5;
            default -> random.nextDouble() * random.nextDouble() * 0.2;
        };
        poison = random.nextInt(4) == 0 ? random.nextDouble() * random.nextDouble() * 0.2 : 0;
        limits = BatchLimits.of(
                random.nextInt(4) == 0 ? 100 : random.nextInt(1, 30), random.nextInt(3) == 0 ? 2048 : 1 << 20);
        int least = random.nextInt(1, 5);
        mostConcurrency = random.nextBoolean() ? least : least + random.nextInt(12);
        deliveryTimeout = Duration.ofMillis(random.nextInt(500, random.nextBoolean() ? 5_000 : 400_000));
        long longest = Math.min(deliveryTimeout.toMillis() / 2, 2000);
        linger = Duration.ofMillis(random.nextInt(3) == 0 ? 0 : random.nextLong(1, longest));
        overflow = oneOf(OverflowPolicy.values());
        limit = ConcurrencyLimit.adaptive(least, mostConcurrency);
        client = build();
    }

    private ConversionClient build() {
        Duration backoff = Duration.ofMillis(random.nextInt(1, 500));
        ConversionClient.Builder builder = ConversionClient.builder(provider, provider::apiKey)
                .scheduler(time)
                .random(random.split())
                .limits(limits)
                .linger(linger)
                .deliveryTimeout(deliveryTimeout)
                .concurrency(limit)
                .backoff(backoff, backoff.multipliedBy(random.nextInt(1, 100)))
                .retryBudget(random.nextDouble(), random.nextInt(3) == 0 ? 0.1 : random.nextInt(1, 50))
                .refusalBudget(random.nextInt(10, 100))
                .consent(this::consents)
                .overflow(overflow)
                .sinkCapacity(random.nextInt(2, random.nextBoolean() ? 20 : 2000), random.nextInt(1024, 1 << 17));
        return letters.areKept ? builder.deadLetters(letters).build() : builder.build();
    }

    // What the inhabitants ask

    int window() {
        return client.engine().widestWindow();
    }

    long now() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    void require(boolean truth, Object... otherwise) {
        if (!truth) {
            AssertionError failure = new AssertionError(Arrays.toString(otherwise) + "\n  " + this);
            broken = broken == null ? failure : broken;
            throw broken;
        }
    }

    WorldEvent event(ServerEvent event) {
        return events.get(WorldEvent.numberOf(event));
    }

    boolean mayHaveMore() {
        return events.size() < MOST_EVENTS;
    }

    /** A new event, counted as submitted. */
    WorldEvent submit(boolean watched) {
        WorldEvent event = new WorldEvent(events.size(), random.nextInt(60) == 0, refusal(), now());
        event.watched = watched;
        events.add(event);
        return event;
    }

    /** The status with which the provider will refuse every request with the next event; 0 when it accepts it. */
    private int refusal() {
        if (random.nextDouble() < badness) {
            return 400;
        }
        return random.nextDouble() < poison ? POISONED[random.nextInt(POISONED.length)] : 0;
    }

    WorldEvent answer(DeliveryResult result) {
        WorldEvent event = event(result.event());
        require(event.result == null, "a second result ", result, " for ", event);
        event.result = result;
        event.answeredAt = now();
        seen.merge(result.outcome(), 1L, Long::sum);
        return event;
    }

    int submitted() {
        return events.size();
    }

    long lettersLost() {
        return client.stats().deadLettersLost();
    }

    boolean isClosed() {
        return closeCalled;
    }

    /** What a subscriber may do in the midst of a signal. */
    void react() {
        if (random.nextInt(300) == 0) {
            flush();
        } else if (random.nextInt(20_000) == 0) {
            close();
        }
    }

    private boolean consents(ServerEvent event) {
        if (random.nextInt(10_000) == 0) {
            close();
        } else if (random.nextInt(1000) == 0) {
            flush();
        }
        return true;
    }

    // Life

    void live() {
        try {
            int steps = random.nextInt(10, 60);
            for (int i = 0; i < steps; i++) {
                act();
                check();
                pass(Duration.ofNanos(random.nextLong(1 + (long) (random.nextDouble() * 2e9))));
            }
            end();
        } finally {
            time.dispose();
        }
    }

    private <T> T oneOf(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private void pass(Duration duration) {
        time.advanceTimeBy(duration);
        check();
    }

    private void act() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> emitFromFlow(burst());
            case 8, 9, 10, 11, 12, 13 -> emitIntoSink(burst());
            case 14 -> openFlow();
            case 15 -> provider.weather = oneOf(Weather.values());
            case 16 -> provider.weather = Weather.CALM;
            case 17 -> flush();
            case 18 -> provider.rotate();
            case 19 -> provider.maxBytes = random.nextInt(4) == 0 ? random.nextInt(600, 20_000) : Integer.MAX_VALUE;
            case 20 -> someFlow(flow -> flow.ask(random.nextInt(100)));
            case 21 -> {
                if (random.nextInt(3) == 0) {
                    someFlow(flow -> flow.endSource(random.nextBoolean()));
                }
            }
            case 22 -> {
                if (random.nextInt(4) == 0) {
                    someFlow(WorldFlow::leave);
                }
            }
            default -> {
                if (random.nextInt(40) == 0) {
                    close();
                }
            }
        }
    }

    private int burst() {
        return random.nextInt(1, 2 + 2 * limits.maxEvents());
    }

    private void openFlow() {
        if (flows.size() < 6) {
            WorldFlow flow = new WorldFlow(this, random, transparent || random.nextInt(3) == 0);
            flows.add(flow);
            client.send(flow).subscribe(flow);
        }
    }

    private void someFlow(Consumer<WorldFlow> what) {
        if (!flows.isEmpty()) {
            what.accept(flows.get(random.nextInt(flows.size())));
        }
    }

    private void emitFromFlow(int most) {
        if (flows.isEmpty()) {
            openFlow();
        }
        someFlow(flow -> flow.emit(most));
    }

    private void emitIntoSink(int count) {
        EventSink sink = client.sink();
        for (int i = 0; i < count && mayHaveMore(); i++) {
            if (transparent || random.nextInt(3) == 0) {
                WorldEvent event = submit(true);
                sink.emit(event.event).subscribe(result -> {
                    answer(result);
                    react();
                });
                event.given = true;
            } else {
                WorldEvent event = submit(false);
                EmitResult emitted = sink.tryEmit(event.event);
                event.given = true;
                require((emitted == EmitResult.INVALID) == (event.invalid && !closeCalled), emitted, " for ", event);
                require(emitted != EmitResult.CLOSED || closeCalled, "CLOSED before close");
                require(emitted != EmitResult.OK || !closeCalled, "OK after close");
            }
            require(sink.queuedEvents() >= 0 && sink.queuedBytes() >= 0, "negative sink");
        }
    }

    private void flush() {
        flushesOpen++;
        List<WorldEvent> before = events.stream()
                .filter(event -> event.given && event.watched && event.result == null)
                .toList();
        client.flush().subscribe(nothing -> {}, broken -> require(false, "flush erred: ", broken), () -> {
            flushesOpen--;
            before.forEach(event -> require(event.result != null, "flushed without a result: ", event));
        });
    }

    private void close() {
        Duration patience = random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofMillis(random.nextInt(120_000));
        boolean first = !closeCalled;
        closeCalled = true;
        long deadline = now() + patience.plus(GRACE).toNanos();
        client.close(patience).subscribe(closed -> {
            require(!first || now() <= deadline, "close came late by ms ", (now() - deadline) / 1_000_000);
            require(report == null || report.equals(closed), "another report");
            boolean again = report != null;
            report = closed;
            provider.mayStart = false;
            long onTheirWay = events.stream().filter(event -> !event.given).count();
            require(
                    again || closed.stats().queued() <= onTheirWay,
                    "queued after close: ",
                    closed,
                    " on their way ",
                    onTheirWay);
            require(closed.stats().inFlight() == 0, "in flight after close");
        });
    }

    // The law, after every step

    private void check() {
        if (broken != null) {
            throw broken;
        }
        ClientStats stats = client.stats();
        require(stats.submitted() == events.size(), "submitted differs");
        require(total(stats) == stats.submitted(), "the law is broken");
        require(stats.queued() >= 0, "queued is negative");
        long flying = client.engine().isClosed() ? 0 : provider.eventsInFlight;
        require(stats.inFlight() == flying, "in flight differs from ", provider.eventsInFlight);
        boolean cut = client.engine().isClosed() && stats.requests() >= provider.requests;
        require(cut || stats.requests() == provider.requests, "requests differ from ", provider.requests);
        require(limit.inUse() == (client.engine().isClosed() ? 0 : provider.inFlight), "permits ", limit.inUse());
        require(
                client.concurrency() <= mostConcurrency && client.concurrency() >= 1,
                "concurrency ",
                client.concurrency());
        for (Outcome outcome : Outcome.values()) {
            long told = seen.getOrDefault(outcome, 0L);
            long counted = counted(stats, outcome);
            require(transparent ? counted == told : counted >= told, outcome, " differs from ", told);
        }
    }

    private static long total(ClientStats stats) {
        return ended(stats) + stats.queued() + stats.inFlight();
    }

    private static long ended(ClientStats stats) {
        long ended = 0;
        for (Outcome outcome : Outcome.values()) {
            ended += counted(stats, outcome);
        }
        return ended;
    }

    private static long counted(ClientStats stats, Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> stats.accepted();
            case INVALID -> stats.invalid();
            case REJECTED -> stats.rejected();
            case UNAUTHORIZED -> stats.unauthorized();
            case EXPIRED -> stats.expired();
            case OVERFLOW -> stats.overflow();
            case CLOSED -> stats.closed();
        };
    }

    // The end

    private void end() {
        if (random.nextBoolean()) {
            close();
        }
        flows.forEach(flow -> flow.endSource(random.nextInt(5) == 0));
        flows.forEach(WorldFlow::askForAll);
        if (random.nextBoolean()) {
            flush();
        }
        for (long waited = 0; !isQuiet() && waited < 20; waited++) {
            pass(deliveryTimeout.dividedBy(4).plus(provider.responseTimeout).plus(linger));
        }
        pass(provider.responseTimeout.plusSeconds(6));
        judge();
    }

    private boolean isQuiet() {
        ClientStats stats = client.stats();
        return stats.queued() == 0 && stats.inFlight() == 0 && (!closeCalled || report != null);
    }

    private void judge() {
        ClientStats stats = client.stats();
        require(stats.queued() == 0 && stats.inFlight() == 0, "something is left");
        require(limit.inUse() == 0, "permits never given back: ", limit.inUse());
        require(flushesOpen == 0, "a flush never completed");
        require(!closeCalled || report != null, "close never reported");
        flows.forEach(flow -> require(flow.isOver(), "a flow never ended"));
        events.forEach(this::judge);
        letters.judge(stats, ended(stats) - stats.accepted(), events);
        CloseReport last = report;
        if (last != null) {
            last.left().forEach(this::judgeLeft);
        }
    }

    private void judgeLeft(DeliveryResult result) {
        WorldEvent event = event(result.event());
        require(result.outcome() == Outcome.CLOSED, "left as ", result);
        DeliveryResult told = event.result;
        require(told == null || told.outcome() == Outcome.CLOSED, "left, but ", event);
        require(event.taken == 0 || result.mayBeDuplicate(), "left unflagged though taken: ", event);
    }

    private void judge(WorldEvent event) {
        DeliveryResult result = event.result;
        require(event.letters <= 1, "letters for ", event);
        require(result != null || !event.watched, "no result for ", event);
        if (result == null) {
            return;
        }
        boolean flagged = result.mayBeDuplicate();
        require(event.taken <= 1 || flagged, "doubled unflagged: ", event);
        boolean cut = result.outcome() == Outcome.CLOSED && result.attempts() > 0;
        require(result.attempts() == event.posts || cut, "attempts differ: ", event);
        boolean invalid = result.outcome() == Outcome.INVALID;
        boolean discarded = result.outcome() == Outcome.CLOSED;
        require(invalid ? event.invalid : !event.invalid || discarded, "validity: ", event);
        boolean guilty = event.refusal != 0 || event.wronged;
        require(result.outcome() != Outcome.REJECTED || guilty, "an innocent is rejected: ", event);
        if (result.isAccepted()) {
            require(event.taken >= 1, "accepted but lost: ", event);
            require(event.acknowledged, "accepted without a 200: ", event);
        } else {
            require(event.taken == 0 || flagged, "taken, but neither accepted nor flagged: ", event);
        }
        boolean old = now() > Duration.ofMinutes(5).toNanos() && event.posts > 1;
        require(!flagged || event.doubtful || old || cut, "flagged without doubt: ", event);
        require(!event.doubtful || flagged, "doubtful, not flagged: ", event);
        judgeTime(event, result);
    }

    private void judgeTime(WorldEvent event, DeliveryResult result) {
        if (!event.watched) {
            return;
        }
        long took = event.answeredAt - event.submittedAt;
        Duration most = deliveryTimeout.plus(provider.responseTimeout);
        require(took <= most.plus(linger).toNanos(), "late: ", event);
        boolean inTime = took < deliveryTimeout.toNanos();
        switch (result.outcome()) {
            case REJECTED -> require(event.refusedAlone > 0, "rejected without a refusal of itself: ", event);
            case EXPIRED, UNAUTHORIZED -> require(!inTime, "expired early: ", event);
            case ACCEPTED -> require(event.refusal == 0, "accepted though bad: ", event);
            default -> require(true, "");
        }
    }

    @Override
    public String toString() {
        return "seed " + seed + " at " + now() / 1_000_000 + " ms, weather " + provider.weather + ", health "
                + client.health() + ", transparent " + transparent + ", limits " + limits + ", linger " + linger
                + ", deadline " + deliveryTimeout + ", concurrency to " + mostConcurrency + ", flows " + flows.size()
                + ", response time-out " + provider.responseTimeout + ", close called " + closeCalled + "\n  "
                + client.stats() + "\n  seen " + seen;
    }
}

package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.WorldProvider.Weather;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.delivery.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * One simulated world: a real client with random options in virtual time, random traffic, a provider with moods, and perhaps
 * other clients on the same concurrency limit. All chance comes from one seed, so a world can be lived again. The law and the
 * liveness oracles are checked after every step, the rest at the end.
 */
final class World {

    private static final int MOST_EVENTS = 700;
    private static final Duration GRACE = Duration.ofMillis(100);
    private static final Duration LONGEST_TIMER = Duration.ofMinutes(6);
    private static final int[] POISONED = {403, 404, 500};

    final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    final FreeSince permits = new FreeSince();
    final SplittableRandom random;
    final Sabotage sabotage;
    final WorldOptions options;
    final WorldKeys keys;
    final WorldProvider provider;
    final WorldNeighbours neighbours;
    final WorldLetters letters;
    final ConcurrencyLimit limit;
    final ConversionClient client;
    final List<WorldFlow> flows = new ArrayList<>();

    private final long seed;
    private final WorldClock clock;
    private final WorldLaw law;
    private final LingerOracle oracle;
    private final List<WorldEvent> events = new ArrayList<>();
    private final Set<WorldKind> kinds = EnumSet.noneOf(WorldKind.class);
    private int flushesOpen;
    private boolean closeCalled;

    /** The first complaint: the client may have taken the throw for a failure of its provider. */
    private @Nullable AssertionError broken;

    private @Nullable CloseReport report;

    World(long seed) {
        this(seed, Sabotage.NONE);
    }

    World(long seed, Sabotage sabotage) {
        this.seed = seed;
        this.sabotage = sabotage;
        random = new SplittableRandom(seed);
        options = new WorldOptions(random);
        clock = new WorldClock(time, sabotage == Sabotage.LATE_TIMERS ? Duration.ofMillis(500) : Duration.ZERO);
        keys = new WorldKeys(this, random);
        provider = new WorldProvider(this, random);
        letters = new WorldLetters(this, random);
        limit = ConcurrencyLimit.adaptive(options.leastConcurrency, options.mostConcurrency);
        oracle = new LingerOracle(permits, options.linger, options.limits.maxEvents());
        WorldLedger ledger = new WorldLedger(this);
        client = build(ledger);
        neighbours = new WorldNeighbours(this, random, limit);
        law = new WorldLaw(this, ledger);
        happened(options.transparent ? WorldKind.TRANSPARENT : WorldKind.OPAQUE);
        if (!options.viewTimeout.equals(options.leadTimeout)) {
            happened(WorldKind.TIMEOUTS_DIFFER);
        }
        if (options.clockOrigin < 0) {
            happened(WorldKind.CLOCK_BELOW_ZERO);
        }
        if (sabotage == Sabotage.STRAY_TIMER) {
            clock.schedule(() -> {}, 1, TimeUnit.DAYS);
        }
    }

    private ConversionClient build(WorldLedger ledger) {
        ConversionClient.Builder builder = options.applyTo(ConversionClient.builder(provider, keys))
                .timing(timing())
                .random(random.split())
                .concurrency(limit)
                .consent(this::consents);
        if (options.listens) {
            builder.listener(ledger);
        }
        if (letters.areKept) {
            happened(WorldKind.DEAD_LETTERS);
            builder.deadLetters(letters);
        }
        return builder.build();
    }

    // What the inhabitants ask

    /** Monotonic time from anywhere, beside a scheduler whose wall clock lies. */
    Timing timing() {
        return Timing.of(clock, () -> now() + options.clockOrigin);
    }

    int window() {
        return client.engine().widestWindow();
    }

    long now() {
        return time.now(TimeUnit.NANOSECONDS);
    }

    Health health() {
        return client.health();
    }

    void happened(WorldKind kind) {
        kinds.add(kind);
    }

    /** The provider has refused an event that is bad by its content. */
    void happenedRefusal() {
        happened(
                options.badness > 0.1
                        ? WorldKind.REFUSALS_TO_50_PERCENT
                        : options.badness > 0.01 ? WorldKind.REFUSALS_TO_10_PERCENT : WorldKind.REFUSALS_TO_1_PERCENT);
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

    List<WorldEvent> events() {
        return events;
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
        if (random.nextDouble() < options.badness) {
            return 400;
        }
        return random.nextDouble() < options.poison ? POISONED[random.nextInt(POISONED.length)] : 0;
    }

    WorldEvent answer(DeliveryResult result) {
        WorldEvent event = event(result.event());
        require(event.result == null, "a second result ", result, " for ", event);
        event.result = result;
        event.answeredAt = now();
        law.told(event, result.outcome());
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

    /** Whether the client has given up everything. */
    boolean isOver() {
        return client.engine().isClosed();
    }

    @Nullable
    CloseReport report() {
        return report;
    }

    int flushesOpen() {
        return flushesOpen;
    }

    Set<WorldKind> kinds() {
        return kinds;
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

    /** Notes what stands in the way of a first attempt now; called before and after all that may change it. */
    void observe() {
        permits.observe(limit.inUse() >= limit.permits(), now());
        int refused = provider.refusals();
        boolean heldBack = refused > 0 && provider.inFlight + refused >= options.refusalBudget;
        boolean paused = client.health() != Health.UP && client.health() != Health.THROTTLED;
        oracle.observe(heldBack || paused || keys.open() > 0 || isOver(), now());
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
        switch (random.nextInt(26)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> emitFromFlow(burst());
            case 8, 9, 10, 11, 12, 13 -> emitIntoSink(burst());
            case 14 -> openFlow();
            case 15 -> provider.weather = oneOf(Weather.values());
            case 16 -> provider.weather = Weather.CALM;
            case 17 -> flush();
            case 18 -> keys.rotate();
            case 19 -> provider.maxBytes = random.nextInt(4) == 0 ? random.nextInt(600, 20_000) : Integer.MAX_VALUE;
            case 20 -> someFlow(flow -> flow.ask(random.nextInt(100)));
            case 21 -> seldom(3, () -> someFlow(flow -> flow.endSource(random.nextBoolean())));
            case 22 -> seldom(4, () -> someFlow(WorldFlow::leave));
            case 23 -> seldom(2, this::setWallClock);
            case 24 -> actOfNeighbours();
            default -> seldom(40, this::close);
        }
    }

    private void seldom(int one, Runnable action) {
        if (random.nextInt(one) == 0) {
            action.run();
        }
    }

    private int burst() {
        return random.nextInt(1, 2 + 2 * options.limits.maxEvents());
    }

    private void setWallClock() {
        long seconds = random.nextLong(-86_400, 86_400);
        happened(seconds < 0 ? WorldKind.WALL_CLOCK_BACK : WorldKind.WALL_CLOCK_FORWARD);
        clock.set(Duration.ofSeconds(seconds));
    }

    private void actOfNeighbours() {
        if (!neighbours.isEmpty()) {
            if (random.nextInt(20) == 0) {
                neighbours.closeOne();
            } else {
                neighbours.emit(burst());
            }
        }
    }

    private void openFlow() {
        if (flows.size() < 6) {
            WorldFlow flow = new WorldFlow(this, random, options.transparent || random.nextInt(3) == 0);
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
        if (random.nextInt(4) == 0) {
            neighboursToo(count);
        }
        EventSink sink = client.sink();
        for (int i = 0; i < count && mayHaveMore(); i++) {
            if (options.transparent || random.nextInt(3) == 0) {
                WorldEvent event = submit(true);
                event.inSink = true;
                sink.emit(event.event).subscribe(result -> {
                    answer(result);
                    react();
                });
                event.given = true;
            } else {
                tryEmit(sink);
            }
            require(sink.queuedEvents() >= 0 && sink.queuedBytes() >= 0, "negative sink");
        }
    }

    private void neighboursToo(int count) {
        if (!neighbours.isEmpty()) {
            neighbours.emit(count);
        }
    }

    private void tryEmit(EventSink sink) {
        WorldEvent event = submit(false);
        event.inSink = true;
        EmitResult emitted = sink.tryEmit(event.event);
        event.given = true;
        require((emitted == EmitResult.INVALID) == (event.invalid && !closeCalled), emitted, " for ", event);
        require(emitted != EmitResult.CLOSED || closeCalled, "CLOSED before close");
        require(emitted != EmitResult.OK || !closeCalled, "OK after close");
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
            law.closed(closed, again);
        });
    }

    private void check() {
        if (broken != null) {
            throw broken;
        }
        observe();
        law.check();
        neighbours.check();
        WorldEvent late = options.listens ? oracle.tooLong(events, now()) : null;
        require(late == null, "waits though nothing stands in its way: ", late);
        int streams = flows.size() + 1;
        int clients = 1 + neighbours.size();
        int most = clients * (2 + 2 * streams) + 1 + 3;
        require(clock.pending() <= most, "timers at once: ", clock.pending());
    }

    // The end

    private void end() {
        if (random.nextInt(4) == 0) {
            happened(WorldKind.CLOSED_EARLY);
            close();
        }
        if (random.nextBoolean()) {
            lastTrouble();
        }
        WorldRecovery recovery = random.nextInt(4) > 0 ? new WorldRecovery(this) : null;
        flows.forEach(flow -> flow.endSource(random.nextInt(5) == 0));
        flows.forEach(WorldFlow::askForAll);
        if (random.nextBoolean()) {
            flush();
        }
        if (recovery != null) {
            pass(recovery.bound());
            recovery.judge();
        }
        for (long waited = 0; !isQuiet() && waited < 20; waited++) {
            pass(options.longestTimeout
                    .dividedBy(4)
                    .plus(provider.responseTimeout)
                    .plus(options.linger));
        }
        pass(provider.responseTimeout.plusSeconds(6));
        law.judge();
        neighbours.judge();
        judgeTimers();
    }

    /** Leaves something to recover from. */
    private void lastTrouble() {
        provider.weather = oneOf(Weather.values());
        for (int i = 0; i < 5; i++) {
            emitFromFlow(burst());
            emitIntoSink(burst());
            pass(Duration.ofMillis(random.nextInt(1000)));
        }
    }

    private boolean isQuiet() {
        ClientStats stats = client.stats();
        return stats.queued() == 0 && stats.inFlight() == 0 && (!closeCalled || report != null) && neighbours.isQuiet();
    }

    /** The longest timer that may outlive its purpose is that of a doubt, of five minutes, or of a deadline. */
    private void judgeTimers() {
        pass(LONGEST_TIMER.plus(options.longestTimeout));
        require(clock.pending() == 0, "timers left: ", clock.pending());
        require(keys.open() == 0, "questions for a key left: ", keys.open());
    }

    @Override
    public String toString() {
        return "seed " + seed + " at " + now() / 1_000_000 + " ms, weather " + provider.weather + ", health "
                + client.health() + ", " + options + ", flows " + flows.size() + ", response time-out "
                + provider.responseTimeout + ", close called " + closeCalled + "\n  " + client.stats() + "\n  " + law
                + "\n  " + kinds;
    }
}

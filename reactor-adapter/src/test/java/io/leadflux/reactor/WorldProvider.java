package io.leadflux.reactor;

import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * A model of the provider and the way to it: as good or bad as the weather of the moment. It keeps a ledger in the events
 * themselves and complains of whatever a client must never do.
 */
final class WorldProvider implements EventSender {

    enum Weather {
        CALM(null),
        FLAKY(WorldKind.FLAKY),
        OUTAGE(WorldKind.OUTAGE),
        BLACK_HOLE(WorldKind.BLACK_HOLE),
        STORM(WorldKind.STORM),
        OVERLOAD(WorldKind.OVERLOAD),
        EARLY(WorldKind.EARLY_RESPONSE),
        SYSTEMIC(WorldKind.SYSTEMIC);

        final @Nullable WorldKind kind;

        Weather(@Nullable WorldKind kind) {
            this.kind = kind;
        }
    }

    private static final Throwable RESET = new IllegalStateException("reset");
    private static final Throwable EARLY = new IOException("a response before the request was written");
    private static final long REFUSALS_COUNT_NANOS = Duration.ofMinutes(5).toNanos();
    private static final int[] INCONCLUSIVE = {500, 502, 504};
    private static final int[] NOT_NOW = {408, 425, 429, 503};

    private final World world;
    private final SplittableRandom random;
    final Duration responseTimeout;
    final boolean refuses;
    final int latencyMillis;
    private final int capacity;
    private final Deque<Long> refusals = new ArrayDeque<>();
    private boolean healed;

    Weather weather = Weather.CALM;
    int maxBytes = Integer.MAX_VALUE;
    int inFlight;
    int eventsInFlight;
    int requests;

    /** Events of requests that were accepted before the client was closed. */
    int acknowledged;

    boolean mayStart = true;

    WorldProvider(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.responseTimeout = Duration.ofMillis(random.nextInt(1000, 30_000));
        this.latencyMillis = random.nextInt(1, 400);
        this.capacity = random.nextInt(1, 8);
        this.refuses = random.nextInt(4) == 0;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** How many requests were refused in the last five minutes. */
    int refusals() {
        while (!refusals.isEmpty() && world.now() - refusals.element() >= REFUSALS_COUNT_NANOS) {
            refusals.remove();
        }
        return refusals.size();
    }

    /** Every fault ends; what the provider refuses by content it still refuses. */
    void heal() {
        healed = true;
        weather = Weather.CALM;
        maxBytes = Integer.MAX_VALUE;
    }

    // The POST

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        if (!healed && chance(0.002)) {
            begin(batch);
            answered(batch, SendResult.noResponse(RESET));
            throw new IllegalStateException("a sender that throws");
        }
        return Mono.create(answer -> {
            List<WorldEvent> events = begin(batch);
            long latency = latencyMillis();
            if (latency == 0) {
                finish(batch, events, apiKey, answer);
            } else {
                world.time.schedule(() -> finish(batch, events, apiKey, answer), latency, TimeUnit.MILLISECONDS);
            }
        });
    }

    private long latencyMillis() {
        return switch (weather) {
            case BLACK_HOLE -> chance(0.9) ? responseTimeout.toMillis() : random.nextInt(latencyMillis);
            case OVERLOAD -> Math.min((long) latencyMillis * inFlight, responseTimeout.toMillis());
            case OUTAGE -> random.nextInt(20);
            default -> chance(0.05) ? 0 : random.nextInt(latencyMillis);
        };
    }

    private List<WorldEvent> begin(EventBatch batch) {
        List<WorldEvent> events = new ArrayList<>(batch.size());
        for (ServerEvent event : batch.events()) {
            events.add(world.event(event));
        }
        requests++;
        inFlight++;
        eventsInFlight += batch.size();
        world.require(mayStart, "a POST began after the report of close");
        world.require(inFlight <= world.options.mostConcurrency, "POSTs in flight: ", inFlight);
        world.require(batch.size() <= world.options.limits.maxEvents(), "events in a batch: ", batch.size());
        world.require(batch.bodyLength() <= world.options.limits.maxBytes(), "bytes in a batch: ", batch.bodyLength());
        for (WorldEvent event : events) {
            world.require(!event.flying, "in two POSTs at once: ", event);
            world.require(!event.invalid, "sent though invalid: ", event);
            world.require(!event.acknowledged, "sent again after 200: ", event);
            world.require(event.result == null, "sent after its result: ", event);
            event.flying = true;
            event.posts++;
            event.lastPost = requests;
        }
        world.observe();
        return events;
    }

    private void finish(EventBatch batch, List<WorldEvent> events, String apiKey, MonoSink<SendResult> answer) {
        world.observe();
        if (world.sabotage == Sabotage.LOST_RESPONSES && chance(0.05)) {
            return;
        }
        SendResult result = judge(batch, events, apiKey);
        answered(batch, result);
        tell(result, answer);
        world.observe();
    }

    private void tell(SendResult result, MonoSink<SendResult> answer) {
        if (result.status() == 0 && result.fateUnknown() && chance(0.1)) {
            answer.error(RESET);
        } else if (result.status() == 0 && result.fateUnknown() && chance(0.1)) {
            answer.success();
        } else {
            answer.success(result);
        }
    }

    private void answered(EventBatch batch, SendResult result) {
        inFlight--;
        eventsInFlight -= batch.size();
        boolean refused =
                result.verdict() == SendResult.Verdict.REFUSED || result.verdict() == SendResult.Verdict.TOO_LARGE;
        boolean accepted = result.verdict() == SendResult.Verdict.ACCEPTED;
        acknowledged += accepted && !world.isOver() ? batch.size() : 0;
        if (refused) {
            refusals.add(world.now());
            int most = Math.max(world.options.refusalBudget, world.options.mostConcurrency);
            world.require(refusals() <= most, "refusals in five minutes: ", refusals());
            if (refusals() >= world.options.refusalBudget) {
                world.happened(WorldKind.REFUSAL_BUDGET_USED_UP);
            }
        }
        for (ServerEvent sent : batch.events()) {
            WorldEvent event = world.event(sent);
            event.flying = false;
            event.doubtful |= result.fateUnknown();
            event.acknowledged |= accepted;
            event.suspect |= refused && batch.size() > 1;
            if (refused && batch.size() == 1) {
                event.refusedAlone++;
                event.wronged |= event.refusal != result.status();
            }
        }
    }

    private SendResult judge(EventBatch batch, List<WorldEvent> events, String apiKey) {
        WorldKind kind = weather.kind;
        if (kind != null) {
            world.happened(kind);
        }
        return switch (weather) {
            case CALM ->
                healed && world.sabotage == Sabotage.LASTING_OUTAGE ? later(503) : byRules(batch, events, apiKey);
            case FLAKY -> chance(0.6) ? byRules(batch, events, apiKey) : flaky(events);
            case OUTAGE -> chance(0.5) ? SendResult.notSent(RESET) : unavailable(events);
            case BLACK_HOLE -> unanswered(events);
            case STORM -> chance(0.8) ? later(429) : byRules(batch, events, apiKey);
            case OVERLOAD -> inFlight > capacity ? overloaded(events) : byRules(batch, events, apiKey);
            case EARLY -> chance(0.5) ? early(events) : byRules(batch, events, apiKey);
            case SYSTEMIC -> refuseEverything();
        };
    }

    private SendResult byRules(EventBatch batch, List<WorldEvent> events, String apiKey) {
        if (!world.keys.isValid(apiKey)) {
            return SendResult.ofStatus(healed || chance(0.5) ? 401 : 403);
        }
        if (batch.bodyLength() > maxBytes) {
            world.happened(WorldKind.TOO_LARGE);
            return SendResult.ofStatus(413);
        }
        for (int i = 0; i < events.size(); i++) {
            int refusal = events.get(i).refusal;
            if (refusal != 0) {
                happened(refusal);
                int hint = chance(0.1) ? random.nextInt(-3, events.size() + 3) : chance(0.1) ? i : -1;
                return SendResult.ofStatus(refusal).withBadIndex(hint);
            }
        }
        if (world.sabotage != Sabotage.FALSE_ACKNOWLEDGEMENTS || chance(0.9)) {
            take(events);
        }
        if (world.sabotage == Sabotage.SECRET_DOUBLES && chance(0.1)) {
            take(events);
        }
        return SendResult.ofStatus(200);
    }

    private void happened(int refusal) {
        switch (refusal) {
            case 403 -> world.happened(WorldKind.POISON_403);
            case 404 -> world.happened(WorldKind.POISON_404);
            case 500 -> world.happened(WorldKind.POISON_500);
            default -> world.happenedRefusal();
        }
    }

    /** A gateway that responds before it has read the request, which it mostly drops then. */
    private SendResult early(List<WorldEvent> events) {
        if (chance(0.2)) {
            perhapsTake(events);
        }
        return SendResult.noResponse(EARLY);
    }

    private SendResult flaky(List<WorldEvent> events) {
        return switch (random.nextInt(6)) {
            case 0 -> SendResult.notSent(RESET);
            case 1, 2 -> unanswered(events);
            case 3 -> inconclusive(events);
            case 4 -> refuses && chance(0.2) ? SendResult.ofStatus(chance(0.5) ? 404 : 302) : later(503);
            default -> later(NOT_NOW[random.nextInt(NOT_NOW.length)]);
        };
    }

    private SendResult unavailable(List<WorldEvent> events) {
        return chance(0.7) ? later(503) : unanswered(events);
    }

    private SendResult overloaded(List<WorldEvent> events) {
        return chance(0.5) ? later(503) : inconclusive(events);
    }

    private SendResult unanswered(List<WorldEvent> events) {
        perhapsTake(events);
        return SendResult.noResponse(RESET);
    }

    private SendResult inconclusive(List<WorldEvent> events) {
        perhapsTake(events);
        return SendResult.ofStatus(INCONCLUSIVE[random.nextInt(INCONCLUSIVE.length)]);
    }

    private SendResult later(int status) {
        Duration wait = chance(0.5) ? null : Duration.ofMillis(random.nextInt(1, 40_000));
        return SendResult.ofStatus(status).withRetryAfter(wait);
    }

    private static SendResult refuseEverything() {
        return SendResult.ofStatus(400);
    }

    // The ledger

    private void perhapsTake(List<WorldEvent> events) {
        if (events.stream().anyMatch(event -> event.refusal != 0) || chance(0.5)) {
            return;
        }
        if (chance(0.3)) {
            world.time.schedule(() -> take(events), random.nextInt(5000), TimeUnit.MILLISECONDS);
        } else {
            take(events);
        }
    }

    private static void take(List<WorldEvent> events) {
        events.forEach(event -> event.taken++);
    }
}

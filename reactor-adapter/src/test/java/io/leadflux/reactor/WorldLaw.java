package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.delivery.ClientStats;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The law of a simulated world: what the client counts is what happened. Its figures are held against three counts that know
 * nothing of it: the events that producers submitted, one by one; the results that the listener and the subscribers were
 * told; and the ledger of the provider.
 */
final class WorldLaw {

    private final World world;
    private final WorldLedger ledger;
    private final Map<Outcome, Long> seen = new EnumMap<>(Outcome.class);

    WorldLaw(World world, WorldLedger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    /** A subscriber was told a result. */
    void told(WorldEvent event, Outcome outcome) {
        seen.merge(outcome, 1L, Long::sum);
        world.require(
                !world.options.listens || event.ending == outcome,
                "a subscriber is told what the listener was not: ",
                event);
    }

    void closed(CloseReport report, boolean again) {
        long onTheirWay = world.events().stream().filter(event -> !event.given).count();
        world.require(
                again || report.stats().queued() <= onTheirWay,
                "queued after close: ",
                report,
                " on their way ",
                onTheirWay);
        world.require(report.stats().inFlight() == 0, "in flight after close");
    }

    // After every step

    void check() {
        ClientStats stats = world.client.stats();
        WorldProvider provider = world.provider;
        boolean over = world.isOver();
        world.require(stats.submitted() == world.submitted(), "submitted differs");
        world.require(total(stats) == stats.submitted(), "the law is broken");
        world.require(stats.queued() >= 0, "queued is negative");
        long flying = over ? 0 : provider.eventsInFlight;
        world.require(stats.inFlight() == flying, "in flight differs from ", provider.eventsInFlight);
        boolean cut = over && stats.requests() >= provider.requests;
        world.require(cut || stats.requests() == provider.requests, "requests differ from ", provider.requests);
        long accepted = provider.acknowledged;
        world.require(stats.accepted() == accepted, "accepted differs from the provider's ", accepted);
        checkPermits(over ? 0 : provider.inFlight);
        for (Outcome outcome : Outcome.values()) {
            checkResults(stats, outcome);
        }
        if (world.options.listens) {
            checkQueued(stats);
        }
    }

    private void checkPermits(int own) {
        int permits = world.limit.inUse();
        world.require(permits == own + world.neighbours.inFlight(), "permits ", permits, " of which own ", own);
        int concurrency = world.client.concurrency();
        world.require(concurrency <= world.options.mostConcurrency && concurrency >= 1, "concurrency ", concurrency);
    }

    private void checkResults(ClientStats stats, Outcome outcome) {
        long told = seen.getOrDefault(outcome, 0L);
        long counted = stats.ended(outcome);
        boolean transparent = world.options.transparent;
        world.require(transparent ? counted == told : counted >= told, outcome, " differs from ", told);
        long heard = ledger.endings(outcome);
        world.require(!world.options.listens || counted == heard, outcome, " differs from the listener's ", heard);
    }

    /** What is queued is what was submitted, has not ended, and is not in flight: counted, not calculated. */
    private void checkQueued(ClientStats stats) {
        long queued = 0;
        for (WorldEvent event : world.events()) {
            queued += !event.hasEnded() && !event.flying ? 1 : 0;
        }
        world.require(stats.queued() == queued, "queued differs from ", queued);
    }

    private static long total(ClientStats stats) {
        return ended(stats) + stats.queued() + stats.inFlight();
    }

    private static long ended(ClientStats stats) {
        long ended = 0;
        for (Outcome outcome : Outcome.values()) {
            ended += stats.ended(outcome);
        }
        return ended;
    }

    // At the end

    void judge() {
        ClientStats stats = world.client.stats();
        List<WorldEvent> events = world.events();
        CloseReport report = world.report();
        world.require(stats.queued() == 0 && stats.inFlight() == 0, "something is left");
        world.require(world.limit.inUse() == 0, "permits never given back: ", world.limit.inUse());
        world.require(world.flushesOpen() == 0, "a flush never completed");
        world.require(!world.isClosed() || report != null, "close never reported");
        world.flows.forEach(flow -> world.require(flow.isOver(), "a flow never ended"));
        events.forEach(this::judge);
        world.letters.judge(stats, ended(stats) - stats.accepted(), events);
        if (report != null) {
            report.left().forEach(this::judgeLeft);
        }
    }

    private void judgeLeft(DeliveryResult result) {
        WorldEvent event = world.event(result.event());
        world.require(result.outcome() == Outcome.CLOSED, "left as ", result);
        DeliveryResult told = event.result;
        world.require(told == null || told.outcome() == Outcome.CLOSED, "left, but ", event);
        world.require(event.taken == 0 || result.mayBeDuplicate(), "left unflagged though taken: ", event);
    }

    private void judge(WorldEvent event) {
        DeliveryResult result = event.result;
        world.require(event.letters <= 1, "letters for ", event);
        world.require(result != null || !event.watched, "no result for ", event);
        if (event.hasEnded()) {
            judgeOutcome(event, event.outcome());
        } else {
            world.require(!world.options.listens, "has not ended: ", event);
        }
        if (result != null) {
            judge(event, result);
        }
    }

    private void judgeOutcome(WorldEvent event, Outcome outcome) {
        boolean invalid = outcome == Outcome.INVALID;
        boolean discarded = outcome == Outcome.CLOSED;
        world.require(invalid ? event.invalid : !event.invalid || discarded, "validity: ", event);
        boolean guilty = event.refusal != 0 || event.wronged;
        world.require(outcome != Outcome.REJECTED || guilty, "an innocent is rejected: ", event);
        world.require(
                outcome != Outcome.REJECTED || event.refusedAlone > 0, "rejected without a refusal of itself: ", event);
        boolean accepted = outcome == Outcome.ACCEPTED;
        world.require(!accepted || event.refusal == 0, "accepted though bad: ", event);
        world.require(!accepted || event.taken >= 1, "accepted but lost: ", event);
        world.require(!accepted || event.acknowledged, "accepted without a 200: ", event);
        world.require(outcome != Outcome.OVERFLOW || event.inSink, "overflow outside of the sink: ", event);
        if (outcome == Outcome.OVERFLOW) {
            world.happened(WorldKind.valueOf("OVERFLOW_" + world.options.overflow));
        }
    }

    private void judge(WorldEvent event, DeliveryResult result) {
        boolean flagged = result.mayBeDuplicate();
        world.require(event.taken <= 1 || flagged, "doubled unflagged: ", event);
        boolean cut = result.outcome() == Outcome.CLOSED && result.attempts() > 0;
        world.require(result.attempts() == event.posts || cut, "attempts differ: ", event);
        world.require(
                result.isAccepted() || event.taken == 0 || flagged, "taken, but neither accepted nor flagged: ", event);
        boolean old = world.now() > Duration.ofMinutes(5).toNanos() && event.posts > 1;
        world.require(!flagged || event.doubtful || old || cut, "flagged without doubt: ", event);
        world.require(!event.doubtful || flagged, "doubtful, not flagged: ", event);
        if (event.watched) {
            judgeTime(event, result);
        }
    }

    private void judgeTime(WorldEvent event, DeliveryResult result) {
        long took = event.answeredAt - event.submittedAt;
        Duration inFlight = event.posts == 0 ? Duration.ZERO : world.provider.responseTimeout;
        Duration timeout = world.options.timeoutOf(event);
        Duration most = timeout.plus(world.options.sweepRest()).plus(inFlight);
        world.require(took <= most.toNanos(), "late: ", event);
        boolean inTime = took < timeout.toNanos();
        boolean overdue = result.outcome() == Outcome.EXPIRED || result.outcome() == Outcome.UNAUTHORIZED;
        world.require(!overdue || !inTime, "expired early: ", event);
    }

    @Override
    public String toString() {
        return "seen " + seen;
    }
}

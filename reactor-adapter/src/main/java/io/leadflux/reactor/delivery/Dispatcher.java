package io.leadflux.reactor.delivery;

import io.leadflux.delivery.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Decides what is sent next and sends it: one for each client, behind all its pipelines. What a request came to is the matter
 * of the {@link ResponseHandler}.
 *
 * <pre>
 * Everything that happens (a permit requested, a response, a timer, a key fetched) is a task of one {@link SerialExecutor},
 * so the state needs no lock.
 *
 * A batch is always in one place: in the {@link DispatchQueue} or among the {@link InFlightRequests}. Fresh batches take turns
 * with those that were sent before, so that neither keeps the other waiting; among the fresh, the one goes first whose first
 * event came in first. A request for a batch that is still open is granted when its turn comes, and the batch is sealed then,
 * with what has come in by that time. So a waiting batch fills, and a partial one leaves only when its linger time is over and
 * it is its turn.
 *
 * {@link Policies} decide, and the dispatcher acts:
 *   {@link Permits}          whether one more request may be in flight
 *   {@link CircuitBreaker}   whether anything may be sent at all, or one batch at a time to find out
 *   {@link RejectionLimit}   how many requests the provider may refuse, and how large batches may be then
 *   {@link RetryPolicy}      when a failed batch is sent again, and when failures are an outage
 *   {@link BatchIsolation}   what follows a refusal: which part is sent next, and which event is bad
 *   {@link BodySizeLimit}    how many bytes a batch may have
 *   {@link Deadlines}        when what waits, for whatever reason, has its result
 * </pre>
 */
final class Dispatcher {

    private static final Logger LOG = Loggers.getLogger(DeliveryEngine.class);

    /** While everything is refused, a fresh batch may cut the pause short, but not below this. */
    private static final long LEAST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final SerialExecutor executor;
    private final DispatchQueue queue;
    private final CircuitBreaker breaker;
    private final Permits permits;
    private final CachedApiKey key;
    private final InFlightRequests inFlight;
    private final Completions completions;
    private final Deadlines deadlines;
    private final RetryPolicy retryPolicy;
    private final BatchIsolation isolation;
    private final BodySizeLimit bodySize;
    private final ResponseHandler responses;
    private final int maxEvents;
    private int granted;
    private boolean retryWentLast;
    private boolean waitsForRetryBudget;
    private boolean waitsForRejectionLimit;

    private volatile boolean throttled;
    private volatile Health health = Health.UP;
    private volatile boolean closed;
    private volatile long oldest = Long.MAX_VALUE;
    private volatile boolean hasReserve;

    Dispatcher(
            DeliveryOptions options,
            ConcurrencyLimit limit,
            Timing timing,
            Counters counters,
            @Nullable DeliveryListener listener) {
        executor = new SerialExecutor(timing, this::advance);
        Policies policies = Policies.of(options, timing.nanos());
        breaker = policies.breaker();
        deadlines = policies.deadlines();
        queue = new DispatchQueue(executor, deadlines, options.limits());
        retryPolicy = policies.retries();
        isolation = policies.isolation();
        bodySize = policies.bodySize();
        permits = new Permits(limit, executor);
        key = new CachedApiKey(options.keys, executor, this::openWithoutKey);
        inFlight = new InFlightRequests(options.sender, executor, counters, listener, this::responded);
        completions = new Completions(executor, counters);
        responses = new ResponseHandler(policies, executor, queue, permits, key, completions);
        maxEvents = options.limits().maxEvents();
    }

    // ---- what the engine asks

    void request(PermitRequest request) {
        executor.execute(() -> {
            queue.add(request);
            shortenPause();
        });
    }

    /** While everything is refused, fresh events are the best to find out with, as long as the budget bears it. */
    private void shortenPause() {
        long now = executor.now();
        RejectionLimit limit = isolation.limit();
        if (breaker.isOpen() && isolation.isSystemic() && limit.used(now) < limit.most() / 2) {
            executor.schedule(breaker.shorten(LEAST_PAUSE_NANOS, now), () -> {});
        }
    }

    void redeem(PermitRequest request, @Nullable OutboundBatch batch) {
        executor.execute(() -> {
            if (request.granted) {
                returnGrant(request);
                if (batch != null) {
                    queue.add(batch);
                }
            } else if (batch != null) {
                queue.sealed(request, batch);
            } else {
                queue.remove(request);
            }
        });
    }

    /** The most bytes that a batch may have, as far as the provider's responses have shown; for any thread. */
    int maxBytes() {
        return bodySize.bytes();
    }

    Health health() {
        return health;
    }

    /** Whether as many batches wait for their turn as are in flight, one at least; for any thread. */
    boolean hasReserve() {
        return hasReserve;
    }

    /**
     * When the oldest event came in that waits for its turn, a response or another attempt; {@link Long#MAX_VALUE} when none
     * does. For any thread; while another works, what was found the last time.
     */
    long oldest() {
        executor.execute(() -> oldest = Math.min(queue.oldestNow(), inFlight.oldest()));
        return oldest;
    }

    boolean isClosed() {
        return closed;
    }

    /** Gives up everything, what is in flight included; later responses are ignored. */
    void close() {
        closed = true;
        inFlight.close();
        executor.execute(() -> {
            List<OutboundBatch> abandoned = inFlight.takeAll();
            abandoned.forEach(batch -> permits.release());
            abandoned.forEach(this::giveUp);
        });
    }

    private void giveUp(OutboundBatch batch) {
        completions.close(batch, "the client was closed");
    }

    // ---- what goes out

    private void advance() {
        if (closed) {
            permits.leaveQueue();
            queue.empty(this::giveUp, this::grantUnlimited);
            health = Health.CLOSED;
            return;
        }
        boolean started = true;
        while (started) {
            started = startNext(executor.now());
        }
        hasReserve = queue.waiting() >= Math.max(inFlight.size(), 1);
        planSweep();
        health = breaker.isClosed() && throttled ? Health.THROTTLED : breaker.cause();
    }

    private void planSweep() {
        long wait = deadlines.planSweep(queue.firstDue(), executor.now());
        if (wait >= 0) {
            executor.schedule(wait, this::sweep);
        }
    }

    private void sweep() {
        long now = executor.now();
        deadlines.swept(now);
        queue.takeOverdue(now).forEach(this::expireOverdue);
    }

    /** Starts what comes next; false when nothing can start now. */
    private boolean startNext(long now) {
        if (isolation.update(now) && breaker.reset(Health.SYSTEMIC_REJECTION)) {
            LOG.info("Sending goes on: no request was refused for a while");
        }
        breaker.update(now);
        boolean retryMayGo = retryMayGo(now);
        boolean sentBefore = retryMayGo || queue.hasParts();
        if (!sentBefore && !queue.hasFresh()) {
            throttled &= !queue.isEmpty();
            permits.leaveQueue();
            return false;
        }
        if (breaker.isOpen() || !refusalsAllow(now)) {
            permits.leaveQueue();
            return false;
        }
        String usable = key.value();
        if (usable == null) {
            permits.leaveQueue();
            key.request();
            return false;
        }
        if (!acquire()) {
            return false;
        }
        boolean others = queue.hasFresh() || queue.hasParts();
        retryWentLast = retryMayGo && !(others && (retryWentLast || !breaker.isClosed()));
        if (retryWentLast) {
            start(queue.pollRetry(), usable, now);
        } else if (queue.hasFresh() && freshGoesNext(now)) {
            startOrGrant(queue.pollFresh(), usable, now);
        } else {
            start(queue.pollPart(), usable, now);
        }
        return true;
    }

    /**
     * A probe of the whole is rather a batch that has not failed yet: it tells most. When hardly a refusal is left, fresh
     * batches go first as well, for the sake of their leads: page views give way.
     */
    private boolean freshGoesNext(long now) {
        return !queue.hasParts()
                || !breaker.isClosed()
                || isolation.limit().isNearlyUsedUp(now)
                || queue.freshIsOlder();
    }

    /** A retry needs the budget, unless the breaker paces it anyway. */
    private boolean retryMayGo(long now) {
        OutboundBatch next = queue.peekRetry();
        if (next == null || !breaker.isClosed() || next.budgeted) {
            return next != null;
        }
        long wait = retryPolicy.takeRetry(now);
        next.budgeted = wait == 0;
        if (!next.budgeted && !waitsForRetryBudget) {
            waitsForRetryBudget = true;
            executor.schedule(wait, () -> waitsForRetryBudget = false);
        }
        return next.budgeted;
    }

    /** Whether the provider may refuse one request more. */
    private boolean refusalsAllow(long now) {
        RejectionLimit limit = isolation.limit();
        if (limit.mayStart(inFlight.size(), now)) {
            return true;
        }
        if (limit.used(now) == limit.most() && !throttled) {
            throttled = true;
            LOG.warn(
                    "Events are held back: {} requests were refused within five minutes, the most that the refusal"
                            + " budget allows",
                    limit.most());
        }
        if (!waitsForRejectionLimit) {
            waitsForRejectionLimit = true;
            executor.schedule(limit.untilNext(now), () -> waitsForRejectionLimit = false);
        }
        return false;
    }

    /** While the breaker is half open, one request at a time. */
    private boolean acquire() {
        boolean alone = inFlight.isEmpty() && granted == 0;
        if (!breaker.isClosed() && !alone) {
            permits.leaveQueue();
            return false;
        }
        return permits.acquire();
    }

    private void startOrGrant(PermitRequest request, String usable, long now) {
        if (request.batch == null) {
            grant(request);
        } else {
            start(request.batch, usable, now);
        }
    }

    private void grantUnlimited(PermitRequest request) {
        request.unlimited = true;
        grant(request);
    }

    /** An owner that is busy and does not seal its batch at once must not keep the permit from others meanwhile. */
    private void grant(PermitRequest request) {
        request.granted = true;
        granted++;
        executor.afterwards(() -> {
            request.owner.granted(request);
            executor.execute(() -> returnGrant(request));
        });
    }

    private void returnGrant(PermitRequest request) {
        if (!request.returned) {
            request.returned = true;
            granted--;
            if (!request.unlimited) {
                permits.release();
            }
        }
    }

    /** Sends a batch, or as much of it as may go, or gives the permit back when there is nothing left of it to send. */
    private void start(OutboundBatch batch, String usable, long now) {
        if (!isWanted(batch, now)) {
            permits.release();
            return;
        }
        OutboundBatch part = firstPart(batch, now);
        if (!part.wasSent()) {
            retryPolicy.firstAttempt();
        }
        if (part.held) {
            part.held = false;
            isolation.resumed(part);
        }
        if (throttled && isolation.limit().used(now) < isolation.limit().most()) {
            throttled = false;
        }
        inFlight.begin(part, usable);
    }

    /** Batches get smaller when refusals become frequent; and a single event tells most while everything is refused. */
    private OutboundBatch firstPart(OutboundBatch batch, long now) {
        boolean sample = isolation.isSystemic() && !breaker.isClosed();
        int most = sample ? 1 : isolation.limit().maxEvents(maxEvents, now - batch.oldest(), now);
        if (batch.size() <= most || batch.isolation != null) {
            return batch;
        }
        List<OutboundBatch> parts = batch.take(most);
        queue.add(parts.get(1));
        return parts.get(0);
    }

    private boolean isWanted(OutboundBatch batch, long now) {
        if (batch.owner.isAbandoned()) {
            completions.close(batch, "the stream of results was cancelled");
            return false;
        }
        if (deadlines.left(batch, now) <= 0) {
            expireOverdue(batch);
            return false;
        }
        return true;
    }

    private void openWithoutKey(String reason) {
        responses.open(Health.UNAUTHORIZED, 0, reason);
    }

    // ---- what comes back

    private void responded(OutboundBatch batch, String used, SendResult result) {
        if (inFlight.end(batch, result)) {
            permits.release();
            responses.responded(batch, used, result);
        }
    }

    // ---- the deadline

    /** Ends the overdue events of {@code batch}; the others go on. An isolation ends with its first overdue event. */
    private void expireOverdue(OutboundBatch batch) {
        long now = executor.now();
        boolean probe = batch.isProbe();
        for (OutboundBatch rest : batch.takeUnresolved()) {
            int[] overdue = deadlines.overdue(rest, now);
            if (overdue.length == rest.size()) {
                expire(rest);
                continue;
            }
            OutboundBatch left = rest;
            if (overdue.length > 0) {
                expire(rest.select(overdue));
                left = rest.selectWithout(overdue);
            }
            left.suspect = probe;
            queue.addRemainder(left);
        }
    }

    private void expire(OutboundBatch batch) {
        boolean noKey = breaker.cause() == Health.UNAUTHORIZED || (key.value() == null && !batch.wasSent());
        Outcome outcome = noKey || batch.last.verdict() == SendResult.Verdict.UNAUTHORIZED
                ? Outcome.UNAUTHORIZED
                : Outcome.EXPIRED;
        completions.fail(
                batch,
                outcome,
                throttled
                        ? "the delivery deadline passed while the refusal budget held the event back,"
                        : "the delivery deadline passed");
    }
}

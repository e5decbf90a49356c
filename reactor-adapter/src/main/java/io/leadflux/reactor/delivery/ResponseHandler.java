package io.leadflux.reactor.delivery;

import io.leadflux.delivery.Outcome;
import java.time.Duration;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Acts on what requests came to: asks the {@link Policies}, ends what has its result, and puts what is to be sent again back
 * into the {@link DispatchQueue}. Belongs to the dispatcher.
 */
final class ResponseHandler {

    private static final Logger LOG = Loggers.getLogger(DeliveryEngine.class);

    /** The doubt whether anything is accepted ends after so long without a refusal. */
    private static final long DOUBT_NANOS = Duration.ofMinutes(5).toNanos();

    private static final int FORBIDDEN = 403;

    private final SerialExecutor executor;
    private final DispatchQueue queue;
    private final Permits permits;
    private final CachedApiKey key;
    private final Completions completions;
    private final CircuitBreaker breaker;
    private final RetryPolicy retryPolicy;
    private final BatchIsolation isolation;
    private final BodySizeLimit bodySize;
    private final Deadlines deadlines;

    ResponseHandler(
            Policies policies,
            SerialExecutor executor,
            DispatchQueue queue,
            Permits permits,
            CachedApiKey key,
            Completions completions) {
        this.executor = executor;
        this.queue = queue;
        this.permits = permits;
        this.key = key;
        this.completions = completions;
        breaker = policies.breaker();
        retryPolicy = policies.retries();
        isolation = policies.isolation();
        bodySize = policies.bodySize();
        deadlines = policies.deadlines();
    }

    /** The request with {@code batch} is over; its permit has been given back. */
    void responded(OutboundBatch batch, String used, SendResult result) {
        long now = executor.now();
        switch (result.verdict()) {
            case ACCEPTED -> accepted(batch, now);
            case UNAUTHORIZED -> refusedKey(batch, used);
            case TOO_LARGE, REFUSED -> refused(batch, used, result, now);
            case RETRY -> {
                permits.overloaded(now);
                failed(batch, result, now);
            }
        }
    }

    private void reached() {
        retryPolicy.reached();
        closeAfter(Health.OUTAGE);
    }

    private void accepted(OutboundBatch batch, long now) {
        permits.succeeded(now - batch.startedAt, now);
        reached();
        closeAfter(Health.UNAUTHORIZED);
        closeAfter(Health.SYSTEMIC_REJECTION);
        bodySize.accepted(batch.events.bodyLength());
        completions.accept(batch);
        IsolatedBatch isolated = batch.isolation;
        apply(isolation.accepted(batch, now), now);
        if (isolated != null && isolated.isSolved() && !isolated.foundOne()) {
            bodySize.refused(isolated.bodyLength());
        }
    }

    private void refusedKey(OutboundBatch batch, String used) {
        queue.add(batch);
        if (key.forget(used) && !breaker.isOpen()) {
            open(Health.UNAUTHORIZED, 0, batch.last);
        }
    }

    private void refused(OutboundBatch batch, String used, SendResult result, long now) {
        reached();
        if (result.verdict() == SendResult.Verdict.TOO_LARGE && batch.size() > 1) {
            bodySize.refused(batch.events.bodyLength());
        }
        apply(isolation.refused(batch, result, now), now);
        if (isolation.isSystemic()) {
            refusedSystemically(used, result);
        }
    }

    /** A key that is not accepted may be refused with 403 as well, which alone may concern the batch. */
    private void refusedSystemically(String used, SendResult result) {
        if (breaker.isOpen()) {
            return;
        }
        boolean ofKey = result.status() == FORBIDDEN;
        if (ofKey) {
            key.forget(used);
        }
        open(ofKey ? Health.UNAUTHORIZED : Health.SYSTEMIC_REJECTION, 0, result);
        executor.schedule(DOUBT_NANOS, () -> {});
    }

    private void failed(OutboundBatch batch, SendResult result, long now) {
        batch.failures++;
        if (batch.failures == 1) {
            batch.failingSince = now;
        }
        if (isolation.isPoisoned(batch)) {
            isolatePoisoned(batch, now);
            return;
        }
        batch.suspect = false;
        RetryPolicy.Decision decision = retryPolicy.failed(
                batch, batch.failures, deadlines.left(batch, now), result.retryAfter(), breaker.isClosed());
        if (!decision.opensBreaker()) {
            queue.delay(batch, decision.nanos());
            return;
        }
        queue.addLast(batch);
        if (!breaker.isOpen()) {
            open(Health.OUTAGE, decision.nanos(), batch.last);
        }
    }

    /** A single event that keeps failing goes on by itself, and does not keep the rest of its batch waiting. */
    private void isolatePoisoned(OutboundBatch batch, long now) {
        IsolatedBatch isolated = batch.isolation;
        if (batch.size() > 1 || isolated == null) {
            apply(isolation.suspected(batch, now), now);
            return;
        }
        isolated.release(batch);
        apply(isolation.released(isolated, now), now);
        queue.delay(batch, retryPolicy.waitBeforeRetry(batch.failures, deadlines.left(batch, now), 0));
    }

    private void apply(BatchIsolation.Decision decision, long now) {
        for (OutboundBatch bad : decision.reject()) {
            if (!bad.held || queue.recall(bad)) {
                completions.fail(bad, Outcome.REJECTED, "the provider refused the event");
            }
        }
        for (OutboundBatch held : decision.hold()) {
            held.held = true;
            queue.delay(held, Math.min(Doubt.holdNanos(held), deadlines.left(held, now)));
        }
        for (OutboundBatch next : decision.send()) {
            if (!next.held || queue.recall(next)) {
                next.held = false;
                next.suspect = next.isolation == null;
                sendNext(next);
            }
        }
    }

    /** While everything is refused, what was refused goes last: it tells least. */
    private void sendNext(OutboundBatch batch) {
        if (isolation.isSystemic() || !breaker.isClosed()) {
            queue.addLast(batch);
        } else {
            queue.add(batch);
        }
    }

    // ---- the breaker

    /** Pauses sending for {@code reason}, for a random time that is no shorter than {@code atLeast}. */
    void open(Health reason, long atLeast, Object because) {
        if (breaker.cause() != reason) {
            LOG.warn("Sending pauses: {} ({})", reason, because);
        }
        executor.schedule(breaker.open(reason, atLeast, executor.now()), () -> {});
    }

    private void closeAfter(Health reason) {
        if (breaker.closeAfter(reason)) {
            LOG.info("Sending goes on after {}", reason);
        }
    }
}

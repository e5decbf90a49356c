package io.leadflux.examples.web.operations;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.validation.Violation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Records how long deliveries and requests take, and which events failed, counting equal failures together.
 * Thread-safe.
 */
final class DeliveryLog implements DeliveryListener {

    private static final int MAX_FAILURES = 12;
    /** Ten seconds, in periods of half a second. */
    private static final int PERIODS = 20;

    private final Percentiles deliveries = new Percentiles(PERIODS);
    private final Percentiles requests = new Percentiles(PERIODS);
    private final Deque<Failure> failures = new ArrayDeque<>();
    private final InstantSource clock;

    DeliveryLog(InstantSource clock) {
        this.clock = clock;
    }

    Percentiles deliveries() {
        return deliveries;
    }

    Percentiles requests() {
        return requests;
    }

    /** The last 12 kinds of failures, the latest first. */
    synchronized List<Failure> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void requestEnded(int events, SendResult result, Duration took) {
        requests.record(took);
    }

    @Override
    public void eventEnded(DeliveryResult result, Duration took) {
        if (result.isAccepted()) {
            deliveries.record(took);
        } else if (result.violations().isEmpty()) {
            DeliveryException cause = result.cause();
            int status = cause == null ? 0 : cause.status();
            add(result, result.outcome().name(), status == 0 ? "" : "status " + status);
        } else {
            for (Violation violation : result.violations()) {
                add(result, violation.rule().name(), violation.field());
            }
        }
    }

    private synchronized void add(DeliveryResult result, String reason, String field) {
        Failure failure = new Failure(clock.instant(), result.event().name(), reason, field, 1);
        for (Iterator<Failure> earlier = failures.iterator(); earlier.hasNext(); ) {
            Failure known = earlier.next();
            if (known.isLike(failure)) {
                earlier.remove();
                failure = failure.after(known);
                break;
            }
        }
        failures.addFirst(failure);
        if (failures.size() > MAX_FAILURES) {
            failures.removeLast();
        }
    }
}

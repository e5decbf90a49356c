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

/** Notes how long deliveries and requests take, and which events came to nothing, equal ones together. Thread-safe. */
final class FailureLog implements DeliveryListener {

    private static final int KEPT = 12;
    /** Ten seconds of half a second each. */
    private static final int PERIODS = 20;

    private final Percentiles deliveries = new Percentiles(PERIODS);
    private final Percentiles requests = new Percentiles(PERIODS);
    private final Deque<Failure> troubles = new ArrayDeque<>();
    private final InstantSource clock;

    FailureLog(InstantSource clock) {
        this.clock = clock;
    }

    Percentiles deliveries() {
        return deliveries;
    }

    Percentiles requests() {
        return requests;
    }

    /** The last 12 kinds of events that were not accepted, the latest first. */
    synchronized List<Failure> troubles() {
        return List.copyOf(troubles);
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
        Failure trouble = new Failure(clock.instant(), result.eventName(), reason, field, 1);
        for (Iterator<Failure> earlier = troubles.iterator(); earlier.hasNext(); ) {
            Failure known = earlier.next();
            if (known.isLike(trouble)) {
                earlier.remove();
                trouble = trouble.after(known);
                break;
            }
        }
        troubles.addFirst(trouble);
        if (troubles.size() > KEPT) {
            troubles.removeLast();
        }
    }
}

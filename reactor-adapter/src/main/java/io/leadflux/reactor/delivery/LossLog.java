package io.leadflux.reactor.delivery;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Warns of events that were not accepted: one line at once, and then one every 30 seconds for as long as there are
 * more. For any thread.
 *
 * <p>Not counted are events whose consent was withheld: not to send them is what was asked for. A timer runs only while
 * there may be more to tell. The close stops it and tells the rest. What ends later is told with the first event that
 * comes 30 seconds after the last line.
 */
final class LossLog {

    static final Duration INTERVAL = Duration.ofSeconds(30);

    private static final Logger LOG = Loggers.getLogger(LossLog.class);
    private static final Disposable STOPPED = () -> {};

    private final Timing timing;
    private final LossCounts counts = new LossCounts();

    /** A line was printed less than an interval ago, and a timer will look for more. */
    private final AtomicBoolean resting = new AtomicBoolean();

    private final AtomicReference<@Nullable Disposable> timer = new AtomicReference<>();

    /** When a closed log may print again. */
    private final AtomicLong mayPrintAt = new AtomicLong();

    LossLog(Timing timing) {
        this.timing = timing;
    }

    /** Counts what has ended, unless it was accepted. */
    void ended(Completion completion) {
        Outcome outcome = completion.outcome();
        if (outcome == Outcome.INVALID) {
            for (int i = 0; i < completion.size(); i++) {
                ended(completion.result(i));
            }
        } else if (outcome != Outcome.ACCEPTED) {
            counts.add(outcome, completion.size());
            counted();
        }
    }

    /** Counts an event that was not accepted. */
    void ended(DeliveryResult result) {
        if (result.outcome() != Outcome.INVALID) {
            counts.add(result.outcome(), 1);
            counted();
        } else if (!isConsentWithheld(result.violations())) {
            counts.addInvalid(result.violations());
            counted();
        }
    }

    /** Counts a dead letter that was not kept. */
    void deadLetterLost() {
        counts.addDeadLetter();
        counted();
    }

    static boolean isConsentWithheld(List<Violation> violations) {
        return violations.stream().anyMatch(violation -> violation.rule() == Rule.CONSENT_WITHHELD);
    }

    private void counted() {
        if (timer.get() == STOPPED) {
            printLate();
        } else if (!resting.get() && resting.compareAndSet(false, true)) {
            print();
            rest();
        }
    }

    private void rest() {
        Disposable next = timing.schedule(this::look, INTERVAL.toNanos());
        Disposable before = timer.getAndUpdate(current -> current == STOPPED ? STOPPED : next);
        if (before == STOPPED) {
            next.dispose();
        }
    }

    private void look() {
        if (print()) {
            rest();
        } else {
            resting.set(false);
            if (!counts.isEmpty()) {
                counted();
            }
        }
    }

    private void printLate() {
        long due = mayPrintAt.get();
        long now = timing.nanos();
        if (now - due >= 0 && mayPrintAt.compareAndSet(due, now + INTERVAL.toNanos())) {
            print();
        }
    }

    private boolean print() {
        String text = counts.take();
        if (text != null) {
            LOG.warn("Since the last such line, {}", text);
        }
        return text != null;
    }

    /** Stops the timer and tells the rest. Idempotent. */
    void close() {
        Disposable running = timer.getAndUpdate(current -> STOPPED);
        if (running == STOPPED) {
            return;
        }
        if (running != null) {
            running.dispose();
        }
        mayPrintAt.set(timing.nanos());
        print();
    }
}

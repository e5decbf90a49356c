package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.Logger;
import reactor.util.Loggers;
import reactor.util.concurrent.Queues;

/**
 * Decides when which batch is sent, and what becomes of it: one for each client, behind all its pipelines.
 *
 * <pre>
 * Everything that happens (a ticket drawn, a POST answered, a timer fired, a key fetched) is a signal. Signals go into a
 * queue of many producers; whoever finds the dispatcher idle works the queue off, so the state needs no lock. What a
 * signal sets going outside (a POST, a result for an owner) is collected and run after the state is settled and the queue
 * has been left, so a slow subscriber delays its own thread and nobody's state.
 *
 * A parcel is always in one place: a ticket in the line, in flight, delayed until its retry is due, or due. Due retries go
 * before the line. The line is first come, first served; a ticket for a batch that is still open is granted when its turn
 * comes, and the batch is sealed then, with whatever has come in by that time. So a waiting batch fills, and a partial
 * one leaves only when it has waited for its linger time or has no successor.
 *
 * Only a POST under way holds a permit. A refused key shuts the gate: the parcel keeps its place, a new key is asked for
 * after a backoff, and one probe at a time goes out until an answer shows that the key is taken.
 * </pre>
 */
final class Dispatcher {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final EventSender sender;
    private final ApiKeySupplier keys;
    private final Timing timing;
    private final Backoff backoff;
    private final int concurrency;
    private final long deliveryTimeout;
    private final Tally tally;

    private final Queue<Runnable> signals =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger wip = new AtomicInteger();
    private final Sinks.Empty<Void> terminated = Sinks.empty();
    private volatile boolean closed;

    private final ArrayDeque<Parcel> due = new ArrayDeque<>();
    private final Set<Parcel> delayed = new LinkedHashSet<>();
    private final ArrayDeque<Ticket> line = new ArrayDeque<>();
    private final Gate gate = new Gate();
    private List<Runnable> effects = new ArrayList<>();
    private int inFlight;
    private @Nullable String key;
    private boolean keyRequested;
    private long sweepAt = Long.MAX_VALUE;

    Dispatcher(ConversionClient.Builder builder, Timing timing, Tally tally) {
        this.sender = builder.sender;
        this.keys = builder.keys;
        this.timing = timing;
        this.backoff = new Backoff(builder.minBackoff.toNanos(), builder.maxBackoff.toNanos(), builder.random);
        this.concurrency = builder.concurrency;
        this.deliveryTimeout = builder.deliveryTimeout.toNanos();
        this.tally = tally;
    }

    /** Puts a ticket at the end of the line. */
    void draw(Ticket ticket) {
        signal(() -> line.add(ticket));
    }

    /** Gives the batch that {@code ticket} stood for; null when there is none any more. */
    void redeem(Ticket ticket, @Nullable Parcel parcel) {
        signal(() -> {
            if (!ticket.granted) {
                ticket.parcel = parcel;
                if (parcel == null) {
                    line.remove(ticket);
                }
            } else {
                inFlight--;
                if (parcel != null) {
                    due.addFirst(parcel);
                }
            }
        });
    }

    boolean isClosed() {
        return closed;
    }

    /** Gives up what is not in flight, awaits what is, and completes {@link #terminated()}. */
    void close() {
        closed = true;
        signal(() -> {});
    }

    Mono<Void> terminated() {
        return terminated.asMono();
    }

    private void signal(Runnable signal) {
        signals.add(signal);
        if (wip.getAndIncrement() != 0) {
            return;
        }
        List<Runnable> run = List.of();
        int missed = 1;
        do {
            for (Runnable next = signals.poll(); next != null; next = signals.poll()) {
                next.run();
            }
            advance();
            if (!effects.isEmpty()) {
                run = joined(run, effects);
                effects = new ArrayList<>();
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
        run.forEach(Runnable::run);
    }

    private static List<Runnable> joined(List<Runnable> first, List<Runnable> then) {
        if (first.isEmpty()) {
            return then;
        }
        first.addAll(then);
        return first;
    }

    private void advance() {
        if (closed) {
            abandonAll();
            return;
        }
        while (inFlight < gate.permits(concurrency) && (!due.isEmpty() || !line.isEmpty())) {
            String usable = key;
            if (usable == null) {
                requestKey();
                break;
            }
            startNext(usable);
        }
        armSweep();
    }

    private void startNext(String usable) {
        Parcel retry = due.poll();
        if (retry != null) {
            start(retry, usable);
            return;
        }
        Ticket ticket = line.remove();
        if (ticket.parcel != null) {
            start(ticket.parcel, usable);
        } else {
            grant(ticket);
        }
    }

    private void grant(Ticket ticket) {
        ticket.granted = true;
        inFlight++;
        effects.add(() -> ticket.owner.granted(ticket));
    }

    private void start(Parcel parcel, String usable) {
        if (parcel.owner.isAbandoned()) {
            settle(parcel, Outcome.CLOSED, new DeliveryException("the stream of results was cancelled", 0, null));
            return;
        }
        Parcel timely = withoutOverdue(parcel);
        if (timely == null) {
            return;
        }
        inFlight++;
        timely.attempts++;
        tally.started(timely);
        effects.add(() -> send(timely, usable));
    }

    private void send(Parcel parcel, String usable) {
        Mono<SendResult> attempt;
        try {
            attempt = sender.send(parcel.batch, usable);
        } catch (RuntimeException broken) {
            attempt = Mono.just(SendResult.unanswered(broken));
        }
        attempt.switchIfEmpty(Mono.fromSupplier(() -> SendResult.unanswered(new IllegalStateException("no result"))))
                .onErrorResume(broken -> Mono.just(SendResult.unanswered(broken)))
                .subscribe(result -> signal(() -> answered(parcel, usable, result)));
    }

    private void answered(Parcel parcel, String used, SendResult result) {
        inFlight--;
        tally.answered(parcel);
        parcel.last = result;
        parcel.mayBeDuplicate |= result.fateUnknown();
        if (result.verdict() == SendResult.Verdict.UNAUTHORIZED) {
            refused(parcel, used);
            return;
        }
        if (gate.state() == Gate.State.PROBING && result.verdict() != SendResult.Verdict.RETRY) {
            gate.open();
        }
        switch (result.verdict()) {
            case ACCEPTED -> settle(parcel, Outcome.ACCEPTED, null);
            case RETRY -> retry(parcel, result);
            default -> settle(parcel, Outcome.REJECTED, failure("the provider refused the batch", parcel));
        }
    }

    private void refused(Parcel parcel, String used) {
        due.add(parcel);
        if (!used.equals(key) || !gate.shut()) {
            return;
        }
        key = null;
        if (gate.refusals() == 1) {
            LOG.warn("The provider refuses the API key ({}); sending pauses until a key is taken", parcel.last);
        }
        timing.schedule(() -> signal(gate::probe), backoff.delayNanos(gate.refusals()));
    }

    private void requestKey() {
        if (keyRequested) {
            return;
        }
        keyRequested = true;
        effects.add(() -> Mono.defer(keys::apiKey)
                .map(ApiKeys::requireHeaderValue)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the supplier gave no API key")))
                .subscribe(fetched -> signal(() -> keyFetched(fetched)), missing -> signal(() -> keyMissing(missing))));
    }

    private void keyFetched(String fetched) {
        keyRequested = false;
        key = fetched;
    }

    private void keyMissing(Throwable reason) {
        if (gate.shut()) {
            LOG.warn(
                    "No API key could be had ({}); sending pauses",
                    reason.getClass().getSimpleName());
        }
        timing.schedule(
                () -> signal(() -> {
                    keyRequested = false;
                    gate.probe();
                }),
                backoff.delayNanos(gate.refusals()));
    }

    private void retry(Parcel parcel, SendResult result) {
        long left = deadline(parcel) - timing.nanos();
        long delay = backoff.delayNanos(parcel.attempts);
        if (delay >= left) {
            delay = left / 2;
        }
        Duration asked = result.retryAfter();
        if (asked != null) {
            Duration bounded = asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
            delay = Math.max(delay, bounded.toNanos());
        }
        if (left <= backoff.minNanos()) {
            delay = left;
        }
        delayed.add(parcel);
        timing.schedule(() -> signal(() -> retryDue(parcel)), Math.max(Math.min(delay, left), 0));
    }

    private void retryDue(Parcel parcel) {
        if (delayed.remove(parcel)) {
            due.add(parcel);
        }
    }

    /** What of {@code parcel} may still be sent; the overdue events get their result. */
    private @Nullable Parcel withoutOverdue(Parcel parcel) {
        int overdue = parcel.acceptedUntil(timing.nanos() - deliveryTimeout);
        if (overdue == 0) {
            return parcel;
        }
        expire(overdue == parcel.size() ? parcel : parcel.slice(0, overdue));
        return overdue == parcel.size() ? null : parcel.slice(overdue, parcel.size());
    }

    private void expire(Parcel parcel) {
        boolean keyRefused = key == null || parcel.last.verdict() == SendResult.Verdict.UNAUTHORIZED;
        settle(
                parcel,
                keyRefused ? Outcome.UNAUTHORIZED : Outcome.EXPIRED,
                failure("the delivery deadline passed", parcel));
    }

    private void settle(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) {
        tally.ended(outcome, parcel.size());
        effects.add(() -> parcel.owner.settled(parcel, outcome, cause));
    }

    private static DeliveryException failure(String what, Parcel parcel) {
        String message = parcel.attempts == 0
                ? what + " before the first attempt"
                : what + " after " + parcel.attempts + " attempts, the last with " + parcel.last;
        return new DeliveryException(message, parcel.last.status(), parcel.last.cause());
    }

    private long deadline(Parcel parcel) {
        return parcel.acceptedAt[0] + deliveryTimeout;
    }

    /** Sees to it that what waits gets its result at its deadline, though no permit may come. */
    private void armSweep() {
        long earliest = Long.MAX_VALUE;
        for (Parcel parcel : due) {
            earliest = Math.min(earliest, deadline(parcel));
        }
        for (Ticket ticket : line) {
            if (ticket.parcel != null) {
                earliest = Math.min(earliest, deadline(ticket.parcel));
                break;
            }
        }
        if (earliest < sweepAt) {
            sweepAt = earliest;
            timing.schedule(() -> signal(this::sweep), Math.max(earliest - timing.nanos(), 0));
        }
    }

    private void sweep() {
        sweepAt = Long.MAX_VALUE;
        for (int i = due.size(); i > 0; i--) {
            Parcel timely = withoutOverdue(due.remove());
            if (timely != null) {
                due.add(timely);
            }
        }
        line.removeIf(ticket -> {
            if (ticket.parcel != null) {
                ticket.parcel = withoutOverdue(ticket.parcel);
                return ticket.parcel == null;
            }
            return false;
        });
    }

    private void abandonAll() {
        due.addAll(delayed);
        delayed.clear();
        for (Parcel parcel = due.poll(); parcel != null; parcel = due.poll()) {
            abandon(parcel);
        }
        for (Ticket ticket = line.poll(); ticket != null; ticket = line.poll()) {
            if (ticket.parcel != null) {
                abandon(ticket.parcel);
            } else {
                grant(ticket);
            }
        }
        if (inFlight == 0) {
            effects.add(terminated::tryEmitEmpty);
        }
    }

    private void abandon(Parcel parcel) {
        settle(parcel, Outcome.CLOSED, failure("the client was closed", parcel));
    }
}

package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Decides when which batch is sent, and what becomes of it: one for each client, behind all its pipelines.
 *
 * <pre>
 * Everything that happens (a ticket drawn, a POST answered, a timer fired, a key fetched) is a signal; signals run one
 * after another, so the state needs no lock.
 *
 * A parcel is always in one place: in the line for its first attempt, in flight, delayed until a retry is due, or due.
 * What is due goes before the line. The line is first come, first served; a ticket for a batch that is still open is
 * granted when its turn comes, and the batch is sealed then, with whatever has come in by that time. So a waiting batch
 * fills, and a partial one leaves only when its linger time is over and it is its turn.
 *
 * Only a POST under way holds a permit. What an attempt came to decides where its parcel goes:
 *   accepted      its events are answered for
 *   400           its culprits are hunted by probes; the others are accepted meanwhile
 *   401, 403      the gate shuts; a new key is asked for after a while, and one parcel at a time probes it
 *   413           it is halved, and later batches are kept smaller
 *   worth a retry it is delayed, or waits at the gate when failures come in a row
 *   anything else its events are rejected
 * The gate also shuts when single events are refused one after another with nothing taken between them. Whatever waits,
 * for whatever reason, is answered for at its delivery deadline.
 * </pre>
 */
final class Dispatcher {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);
    private static final long DEDUPE_WINDOW = Duration.ofMinutes(5).toNanos();
    private static final int FAILURES_OF_AN_OUTAGE = 5;
    private static final int SMALLEST_BYTE_LIMIT = 1024;

    private final EventSender sender;
    private final ApiKeySupplier keys;
    private final Timing timing;
    private final Tally tally;
    private final @Nullable DeliveryListener listener;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final long deliveryTimeout;
    private final int probesPerBatch;

    private final SignalLoop loop = new SignalLoop(this::advance);

    /** POSTs begin one after another too: a sender that answers at once would else begin each within the one before. */
    private final SignalLoop sends = new SignalLoop(() -> {});

    private final WaitingRoom room = new WaitingRoom();
    private final Set<Parcel> flying = new LinkedHashSet<>();
    private final Gate gate = new Gate();
    private final ConcurrencyLimit limit;
    private final Runnable wake;
    private final RetryBudget retryBudget;
    private final ErrorBudget errorBudget;
    private int granted;
    private @Nullable String key;
    private boolean keyRequested;
    private boolean inLine;
    private int failuresInARow;
    private int refusedAlone;
    private long sweepAt = Long.MAX_VALUE;
    private boolean retryAwaited;

    private volatile Health health = Health.UP;
    private volatile boolean closed;
    private volatile int byteLimit;

    Dispatcher(ConversionClient.Builder builder, Timing timing, Tally tally, @Nullable DeliveryListener listener) {
        this.listener = listener;
        this.sender = builder.sender;
        this.keys = builder.keys;
        this.timing = timing;
        this.tally = tally;
        this.random = builder.random;
        this.backoff = new Backoff(builder.minBackoff.toNanos(), builder.maxBackoff.toNanos(), random);
        this.deliveryTimeout = builder.deliveryTimeout.toNanos();
        this.probesPerBatch = builder.probesPerBatch;
        this.limit = builder.concurrency;
        this.wake = this::wake;
        this.retryBudget = new RetryBudget(builder.retryShare, builder.retriesPerSecond, timing.nanos());
        this.errorBudget = new ErrorBudget(builder.errorsInFiveMinutes);
        this.byteLimit = builder.limits.maxBytes();
    }

    // What pipelines ask

    /** Puts a ticket at the end of the line. */
    void draw(Ticket ticket) {
        loop.signal(() -> room.queue(ticket));
    }

    /** Gives the batch that {@code ticket} stood for; null when there is none any more. */
    void redeem(Ticket ticket, @Nullable Parcel parcel) {
        loop.signal(() -> {
            if (ticket.granted) {
                granted--;
                if (!ticket.unlimited) {
                    release();
                }
                if (parcel != null) {
                    room.dueFirst(parcel);
                }
            } else if (parcel != null) {
                ticket.parcel = parcel;
            } else {
                room.leave(ticket);
            }
        });
    }

    /** The most bytes that a batch may have, as far as the provider's answers have shown. */
    int byteLimit() {
        return byteLimit;
    }

    Health health() {
        return health;
    }

    boolean isClosed() {
        return closed;
    }

    /** Gives up everything, what is in flight included; later answers are ignored. */
    void close() {
        closed = true;
        loop.signal(() -> {
            for (Parcel parcel : List.copyOf(flying)) {
                landed(parcel);
                parcel.markUncertain();
                giveUp(parcel);
            }
        });
    }

    // What goes out

    private void advance() {
        if (closed) {
            leaveLine();
            room.empty(this::giveUp, this::grantUnlimited);
        } else {
            boolean started = true;
            while (started) {
                started = startNext();
            }
            armSweep();
        }
        health = closed ? Health.CLOSED : gate.cause();
    }

    private boolean startNext() {
        Parcel head = room.peekDue();
        boolean retryMayGo = head != null && mayStart(head);
        if (gate.isShut() || (!retryMayGo && room.lineIsEmpty())) {
            leaveLine();
            return false;
        }
        if (key == null) {
            leaveLine();
            requestKey();
            return false;
        }
        if (!acquire()) {
            return false;
        }
        Parcel next = retryMayGo && !lineFirst() ? room.pollDue() : null;
        Ticket ticket = next == null ? room.pollLine() : null;
        if (ticket != null && ticket.parcel == null) {
            grant(ticket);
        } else {
            Parcel parcel = ticket == null ? next : ticket.parcel;
            if (parcel == null || !start(parcel)) {
                release();
            }
        }
        return true;
    }

    private void wake() {
        loop.signal(() -> {});
    }

    private boolean acquire() {
        boolean alone = flying.isEmpty() && granted == 0;
        if (!gate.isOpen() && !alone) {
            leaveLine();
            return false;
        }
        boolean acquired = limit.tryAcquire(wake);
        inLine = !acquired;
        tellNext();
        return acquired;
    }

    private void release() {
        limit.release();
        tellNext();
    }

    private void leaveLine() {
        if (inLine) {
            inLine = false;
            limit.leave(wake);
            tellNext();
        }
    }

    private void tellNext() {
        Runnable next = limit.next();
        if (next != null && next != wake) {
            loop.after(next);
        }
    }

    /** While everything seems to be refused, what was refused alone goes last: it tells least. */
    private boolean lineFirst() {
        Parcel due = room.peekDue();
        boolean refusedAlone = due != null && due.isolation == null;
        return gate.cause() == Health.SYSTEMIC_REJECTION && refusedAlone && !room.lineIsEmpty();
    }

    /** Whether the head of what is due may go now: a retry needs the budget, when the gate does not pace it anyway. */
    private boolean mayStart(Parcel parcel) {
        if (!parcel.wasSent() || parcel.isolation != null || !gate.isOpen() || parcel.budgeted) {
            return true;
        }
        long wait = retryBudget.take(timing.nanos());
        if (wait == 0) {
            parcel.budgeted = true;
            return true;
        }
        if (!retryAwaited) {
            retryAwaited = true;
            later(wait, () -> retryAwaited = false);
        }
        return false;
    }

    private void grantUnlimited(Ticket ticket) {
        ticket.unlimited = true;
        grant(ticket);
    }

    private void grant(Ticket ticket) {
        ticket.granted = true;
        granted++;
        loop.after(() -> ticket.owner.granted(ticket));
    }

    /** Sends a parcel; false when there is nothing left of it to send. */
    private boolean start(Parcel parcel) {
        if (parcel.owner.isAbandoned()) {
            abandon(parcel);
            return false;
        }
        long now = timing.nanos();
        if (left(parcel, now) <= 0) {
            expireOverdue(parcel, now);
            return false;
        }
        if (!parcel.wasSent()) {
            retryBudget.firstAttempt();
        }
        boolean repeated = parcel.wasSent();
        parcel.budgeted = false;
        parcel.started(now);
        flying.add(parcel);
        tally.started(parcel.size(), repeated, parcel.isolation != null);
        tellStarted(parcel, now);
        String used = usableKey();
        loop.after(() -> sends.signal(() -> send(parcel, used)));
        return true;
    }

    private void tellStarted(Parcel parcel, long now) {
        if (listener != null) {
            int attempt = parcel.attempts[0];
            Duration waited = Duration.ofNanos(now - parcel.acceptedAt[0]);
            loop.after(() -> listener.requestStarted(parcel.size(), waited, attempt));
        }
    }

    private void tellEnded(Parcel parcel, SendResult result) {
        if (listener != null) {
            Duration took = Duration.ofNanos(timing.nanos() - parcel.startedAt);
            loop.after(() -> listener.requestEnded(parcel.size(), result, took));
        }
    }

    private String usableKey() {
        return key == null ? "" : key;
    }

    /** Begins the POST; not if the client was closed since it was decided on, which has answered for the parcel. */
    private void send(Parcel parcel, String used) {
        if (closed) {
            return;
        }
        Mono.defer(() -> sender.send(parcel.batch, used))
                .switchIfEmpty(Mono.fromSupplier(() -> SendResult.unanswered(new IllegalStateException("no result"))))
                .onErrorResume(broken -> Mono.just(SendResult.unanswered(broken)))
                .subscribe(result -> loop.signal(() -> answered(parcel, used, result)));
    }

    // What comes back

    private void answered(Parcel parcel, String used, SendResult result) {
        if (!landed(parcel)) {
            return;
        }
        parcel.answered(result);
        tellEnded(parcel, result);
        switch (result.verdict()) {
            case ACCEPTED -> accepted(parcel);
            case BAD_BATCH -> refusedBatch(parcel, result);
            case UNAUTHORIZED -> refusedKey(parcel, used);
            case TOO_LARGE -> tooLarge(parcel);
            case RETRY -> failed(parcel, result);
            case REFUSED -> refusedForGood(parcel);
        }
    }

    /** Its POST is over; false when it had been given up before. */
    private boolean landed(Parcel parcel) {
        if (!flying.remove(parcel)) {
            return false;
        }
        tally.answered(parcel);
        release();
        return true;
    }

    private void accepted(Parcel parcel) {
        long now = timing.nanos();
        limit.succeeded(now - parcel.startedAt, now);
        refusedAlone = 0;
        reached();
        openAfter(Health.SYSTEMIC_REJECTION);
        settle(parcel, Outcome.ACCEPTED, null);
        Isolation hunt = parcel.isolation;
        if (hunt != null) {
            hunt.probeAccepted(parcel).forEach(this::rejectCulprit);
            probeOn(hunt);
        }
    }

    /** Nothing is known of what a hunt holds beside the refused probe; it goes on without. */
    private void refusedForGood(Parcel parcel) {
        reached();
        if (parcel.isolation != null) {
            parcel.isolation.withdraw(parcel).forEach(room::dueLast);
        }
        settle(parcel, Outcome.REJECTED, failure("the provider refused the batch", parcel));
    }

    /** The provider was reached, and took the key. */
    private void reached() {
        failuresInARow = 0;
        openAfter(Health.OUTAGE);
        openAfter(Health.UNAUTHORIZED);
    }

    private void openAfter(Health cause) {
        if (gate.isProbing() && gate.cause() == cause) {
            gate.open();
            LOG.info("Sending goes on after {}", cause);
        }
    }

    // 400: hunt the culprit

    private void refusedBatch(Parcel parcel, SendResult result) {
        errorBudget.error(timing.nanos());
        reached();
        if (gate.cause() == Health.SYSTEMIC_REJECTION) {
            refusedWhileSystemic(parcel, result);
        } else if (parcel.isolation != null) {
            parcel.isolation.probeRefused(parcel).forEach(this::refusedAlone);
            probeOn(parcel.isolation);
        } else if (parcel.size() == 1) {
            refusedAlone(parcel);
        } else {
            probeOn(new Isolation(parcel, result.badIndex(), random));
        }
    }

    private void refusedWhileSystemic(Parcel parcel, SendResult result) {
        if (gate.isProbing()) {
            shut(Health.SYSTEMIC_REJECTION, 0, parcel);
        }
        Isolation hunt = parcel.isolation;
        if (hunt != null) {
            hunt.probeRefused(parcel).forEach(room::dueLast);
            probeOn(hunt);
        } else if (parcel.size() > 1) {
            probeOn(new Isolation(parcel, result.badIndex(), random));
        } else {
            room.dueLast(parcel);
        }
    }

    private void refusedAlone(Parcel culprit) {
        if (refusedAlone == 0) {
            refusedAlone = 1;
            rejectCulprit(culprit);
        } else {
            refusedAlone = 0;
            room.dueLast(culprit);
            shut(Health.SYSTEMIC_REJECTION, 0, culprit);
        }
    }

    private void rejectCulprit(Parcel culprit) {
        settle(culprit, Outcome.REJECTED, failure("the provider refused the event", culprit));
    }

    private void probeOn(Isolation hunt) {
        if (hunt.isSolved()) {
            return;
        }
        boolean inDoubt = gate.cause() == Health.SYSTEMIC_REJECTION;
        Parcel probe = hunt.nextProbe(inDoubt);
        long now = timing.nanos();
        long wait = errorBudget.waitNanos(now);
        if (hunt.probes() % probesPerBatch == 0) {
            wait = Math.max(wait, backoff.maxNanos());
        }
        if (wait > 0) {
            delay(probe, Math.min(wait, left(probe, now)));
        } else if (gate.isOpen() || inDoubt) {
            room.dueFirst(probe);
        } else {
            room.dueLast(probe);
        }
    }

    // 401, 403: ask for another key

    private void refusedKey(Parcel parcel, String used) {
        room.dueFirst(parcel);
        if (used.equals(key)) {
            key = null;
            if (!gate.isShut()) {
                shut(Health.UNAUTHORIZED, 0, parcel);
            }
        }
    }

    private void requestKey() {
        if (!keyRequested) {
            keyRequested = true;
            loop.after(() -> Mono.defer(keys::apiKey)
                    .map(ApiKeys::requireHeaderValue)
                    .switchIfEmpty(Mono.error(() -> new IllegalStateException("the supplier gave no API key")))
                    .subscribe(
                            fetched -> loop.signal(() -> keyFetched(fetched)),
                            missing -> loop.signal(() -> keyMissing(missing))));
        }
    }

    private void keyFetched(String fetched) {
        keyRequested = false;
        key = fetched;
    }

    private void keyMissing(Throwable reason) {
        keyRequested = false;
        shut(Health.UNAUTHORIZED, 0, "no API key: " + reason.getClass().getSimpleName());
    }

    // 413: halve

    private void tooLarge(Parcel parcel) {
        reached();
        List<Parcel> rest = unresolved(parcel);
        for (Parcel large : rest) {
            if (large.size() == 1) {
                settle(large, Outcome.REJECTED, failure("the provider finds the event too large", large));
            } else {
                byteLimit = Math.max(Math.min(byteLimit, large.batch.bodyLength() / 2), SMALLEST_BYTE_LIMIT);
                int middle = middleByBytes(large);
                room.dueFirst(large.slice(middle, large.size()));
                room.dueFirst(large.slice(0, middle));
            }
        }
    }

    private static int middleByBytes(Parcel parcel) {
        int half = parcel.batch.bodyLength() / 2;
        int middle = 1;
        while (middle < parcel.size() - 1 && parcel.batch.eventOffset(middle) < half) {
            middle++;
        }
        return middle;
    }

    // Worth a retry

    private void failed(Parcel parcel, SendResult result) {
        long now = timing.nanos();
        limit.overloaded(now);
        failuresInARow++;
        parcel.failures++;
        long asked = bounded(result.retryAfter());
        if (gate.isOpen() && failuresInARow < FAILURES_OF_AN_OUTAGE) {
            delay(parcel, retryDelay(parcel, asked, now));
            return;
        }
        room.dueLast(parcel);
        if (!gate.isShut()) {
            shut(Health.OUTAGE, asked, parcel);
        }
    }

    private static long bounded(@Nullable Duration asked) {
        return asked == null ? 0 : (asked.compareTo(LONGEST_RETRY_AFTER) < 0 ? asked : LONGEST_RETRY_AFTER).toNanos();
    }

    /** A delay that ends before the deadline, so that another attempt is made, unless the provider asked for longer. */
    private long retryDelay(Parcel parcel, long asked, long now) {
        long left = left(parcel, now);
        long delay = backoff.delayNanos(parcel.failures);
        if (delay >= left && left > backoff.minNanos()) {
            delay = left / 2;
        }
        return Math.max(Math.min(Math.max(delay, asked), left), 0);
    }

    private void delay(Parcel parcel, long nanos) {
        room.delay(parcel);
        later(Math.max(nanos, 0), () -> room.delayOver(parcel));
    }

    private void shut(Health cause, long atLeast, Object reason) {
        if (gate.cause() != cause) {
            LOG.warn("Sending pauses: {} ({})", cause, reason instanceof Parcel parcel ? parcel.last : reason);
        }
        gate.shut(cause);
        later(Math.max(backoff.steadyDelayNanos(gate.shutInARow()), atLeast), gate::probe);
    }

    private void later(long nanos, Runnable signal) {
        timing.schedule(() -> loop.signal(signal), nanos);
    }

    // Deadlines

    private long left(Parcel parcel, long now) {
        return parcel.oldest() + deliveryTimeout - now;
    }

    /** Sees to it that what waits gets its result at its deadline, though no permit may come. */
    private void armSweep() {
        long oldest = room.oldest();
        if (oldest == Long.MAX_VALUE) {
            return;
        }
        long deadline = oldest + deliveryTimeout;
        if (deadline < sweepAt) {
            sweepAt = deadline;
            later(Math.max(deadline - timing.nanos(), 0), this::sweep);
        }
    }

    private void sweep() {
        sweepAt = Long.MAX_VALUE;
        long now = timing.nanos();
        room.takeOverdue(now - deliveryTimeout).forEach(parcel -> expireOverdue(parcel, now));
    }

    /** Answers for the overdue events of {@code parcel}; the others go on. A hunt ends with its first overdue event. */
    private void expireOverdue(Parcel parcel, long now) {
        for (Parcel rest : unresolved(parcel)) {
            int overdue = rest.acceptedUntil(now - deliveryTimeout);
            if (overdue > 0) {
                expire(overdue == rest.size() ? rest : rest.slice(0, overdue));
            }
            if (overdue < rest.size()) {
                room.dueLast(rest.slice(overdue, rest.size()));
            }
        }
    }

    /** The result of an event whose deadline passed before it could be put into a batch; any thread. */
    DeliveryResult overdue(ServerEvent event) {
        Outcome outcome = health == Health.UNAUTHORIZED ? Outcome.UNAUTHORIZED : Outcome.EXPIRED;
        String message = "the delivery deadline passed before the first attempt";
        return DeliveryResult.failed(event, outcome, 0, false, new DeliveryException(message, 0, null));
    }

    private void expire(Parcel parcel) {
        boolean noKey = gate.cause() == Health.UNAUTHORIZED;
        Outcome outcome = switch (parcel.last.verdict()) {
            case BAD_BATCH -> Outcome.REJECTED;
            case UNAUTHORIZED -> Outcome.UNAUTHORIZED;
            default -> noKey ? Outcome.UNAUTHORIZED : Outcome.EXPIRED;
        };
        settle(parcel, outcome, failure("the delivery deadline passed", parcel));
    }

    // Ends

    /** The parcel itself, or, when it is a probe, everything that its hunt has not resolved. The hunt is over then. */
    private List<Parcel> unresolved(Parcel parcel) {
        Isolation hunt = parcel.isolation;
        if (hunt == null) {
            return List.of(parcel);
        }
        hunt.learn(parcel);
        return hunt.giveUp();
    }

    private void giveUp(Parcel parcel) {
        for (Parcel rest : unresolved(parcel)) {
            settle(rest, Outcome.CLOSED, failure("the client was closed", rest));
        }
    }

    private void abandon(Parcel parcel) {
        for (Parcel rest : unresolved(parcel)) {
            settle(rest, Outcome.CLOSED, failure("the stream of results was cancelled", rest));
        }
    }

    private void settle(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) {
        parcel.flagOutlivedIds(timing.nanos(), DEDUPE_WINDOW);
        tally.ended(outcome, parcel.size());
        loop.after(() -> parcel.owner.settled(parcel, outcome, cause));
    }

    private static DeliveryException failure(String what, Parcel parcel) {
        String message = parcel.wasSent()
                ? what + " after " + parcel.attempts[0] + " attempts, the last with " + parcel.last
                : what + " before the first attempt";
        return new DeliveryException(message, parcel.last.status(), parcel.last.cause());
    }
}

package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides when which batch is sent, and what becomes of it: one for each client, behind all its pipelines.
 *
 * <pre>
 * Everything that happens (a ticket drawn, a POST answered, a timer fired, a key fetched) is a signal; signals run one
 * after another, so the state needs no lock.
 *
 * A parcel is always in one place: in the {@link WaitingRoom} (in the line for its first attempt, delayed until a retry is
 * due, or due) or among the {@link Posts}. What is due goes before the line, and in the line the batch whose first event
 * came in before those of the others. A ticket for a batch that is still open is granted when its turn comes, and the batch
 * is sealed then, with whatever has come in by that time. So a waiting batch fills, and a partial one leaves only when its
 * linger time is over and it is its turn.
 *
 * Only a POST under way holds one of the {@link Permits}. What an attempt came to decides where its parcel goes:
 *   accepted      its events are answered for
 *   400           {@link Hunts}: its culprits are hunted by probes; the others are accepted meanwhile
 *   401, 403      the {@link Gate} shuts; a new {@link CurrentKey} is asked for after a while, and one parcel at a time
 *                 probes it
 *   413           {@link SizeLimit}: it is halved, and later batches are kept smaller
 *   worth a retry {@link Retries}: it is delayed, or waits at the gate when failures come in a row
 *   anything else its events are rejected
 * The gate also shuts when single events are refused one after another with nothing taken between them. Whatever waits,
 * for whatever reason, is answered for at its delivery deadline: {@link Deadlines}.
 * </pre>
 */
final class Dispatcher {

    private final SignalLoop loop;
    private final WaitingRoom room;
    private final Gate gate;
    private final Permits permits;
    private final CurrentKey key;
    private final Posts posts;
    private final Endings endings;
    private final Deadlines deadlines;
    private final Retries retries;
    private final Hunts hunts;
    private final SizeLimit sizeLimit;
    private int granted;

    private volatile Health health = Health.UP;
    private volatile boolean closed;
    private volatile long oldest = Long.MAX_VALUE;
    private volatile boolean hasReserve;

    Dispatcher(ConversionClient.Builder options, Timing timing, Tally tally, @Nullable DeliveryListener listener) {
        loop = new SignalLoop(timing, this::advance);
        room = new WaitingRoom(loop);
        gate = new Gate(loop, Backoff.of(options));
        permits = new Permits(options.concurrency, loop);
        key = new CurrentKey(options.keys, loop, reason -> gate.shut(Health.UNAUTHORIZED, 0, reason));
        posts = new Posts(options.sender, loop, tally, listener, this::answered);
        endings = new Endings(loop, tally);
        deadlines = new Deadlines(options.deliveryTimeout.toNanos(), loop, room, gate, endings);
        retries = new Retries(options, loop, room, gate, deadlines);
        hunts = new Hunts(options, loop, room, gate, deadlines, endings);
        sizeLimit = new SizeLimit(options.limits.maxBytes(), room, endings);
    }

    // What pipelines ask

    /** Puts a ticket into the line. */
    void draw(Ticket ticket) {
        loop.signal(() -> room.queue(ticket));
    }

    /** Gives the batch that {@code ticket} stood for; null when there is none any more. */
    void redeem(Ticket ticket, @Nullable Parcel parcel) {
        loop.signal(() -> {
            if (ticket.granted) {
                granted--;
                if (!ticket.unlimited) {
                    permits.release();
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
        return sizeLimit.bytes();
    }

    Health health() {
        return health;
    }

    /** Whether as many batches wait for their turn as are under way, one at least; for any thread. */
    boolean hasReserve() {
        return hasReserve;
    }

    /**
     * When the oldest event came in that waits for its turn, an answer or another attempt; {@link Long#MAX_VALUE} when none
     * does. For any thread; while another works the loop, what was found the last time.
     */
    long oldest() {
        loop.signal(() -> oldest = Math.min(room.oldestNow(), posts.oldest()));
        return oldest;
    }

    boolean isClosed() {
        return closed;
    }

    /** The result of an event whose deadline passed before it could be put into a batch; any thread. */
    DeliveryResult overdue(ServerEvent event) {
        Outcome outcome = health == Health.UNAUTHORIZED ? Outcome.UNAUTHORIZED : Outcome.EXPIRED;
        String message = "the delivery deadline passed before the first attempt";
        return DeliveryResult.failed(event, outcome, 0, false, new DeliveryException(message, 0, null));
    }

    /** Gives up everything, what is in flight included; later answers are ignored. */
    void close() {
        closed = true;
        posts.close();
        loop.signal(() -> {
            List<Parcel> flying = posts.takeAll();
            flying.forEach(parcel -> permits.release());
            flying.forEach(this::giveUp);
        });
    }

    private void giveUp(Parcel parcel) {
        endings.giveUp(parcel, "the client was closed");
    }

    // What goes out

    private void advance() {
        if (closed) {
            permits.leaveLine();
            room.empty(this::giveUp, this::grantUnlimited);
            health = Health.CLOSED;
            return;
        }
        boolean started = true;
        while (started) {
            started = startNext();
        }
        hasReserve = room.waiting() >= Math.max(posts.size(), 1);
        deadlines.arm();
        health = gate.cause();
    }

    /** Starts whatever comes next; false when nothing can start now. */
    private boolean startNext() {
        Parcel head = room.peekDue();
        boolean dueMayGo = head != null && retries.mayStart(head);
        if (gate.isShut() || (!dueMayGo && room.lineIsEmpty())) {
            permits.leaveLine();
            return false;
        }
        String usable = key.value();
        if (usable == null) {
            permits.leaveLine();
            key.request();
            return false;
        }
        if (!acquire()) {
            return false;
        }
        if (dueMayGo && !hunts.lineGoesFirst()) {
            start(room.pollDue(), usable);
        } else {
            startOrGrant(room.pollLine(), usable);
        }
        return true;
    }

    /** While the gate lets probes through only, one at a time. */
    private boolean acquire() {
        boolean alone = posts.isEmpty() && granted == 0;
        if (!gate.isOpen() && !alone) {
            permits.leaveLine();
            return false;
        }
        return permits.acquire();
    }

    private void startOrGrant(@Nullable Ticket ticket, String usable) {
        if (ticket != null && ticket.parcel == null) {
            grant(ticket);
        } else {
            start(ticket == null ? null : ticket.parcel, usable);
        }
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

    /** Sends a parcel, or gives the permit back when there is nothing left of it to send. */
    private void start(@Nullable Parcel parcel, String usable) {
        if (parcel == null || !isWanted(parcel)) {
            permits.release();
            return;
        }
        if (!parcel.wasSent()) {
            retries.firstAttempt();
        }
        posts.begin(parcel, usable);
    }

    private boolean isWanted(Parcel parcel) {
        if (parcel.owner.isAbandoned()) {
            endings.giveUp(parcel, "the stream of results was cancelled");
            return false;
        }
        if (deadlines.left(parcel) <= 0) {
            deadlines.expireOverdue(parcel);
            return false;
        }
        return true;
    }

    // What comes back

    private void answered(Parcel parcel, String used, SendResult result) {
        if (!posts.end(parcel, result)) {
            return;
        }
        permits.release();
        switch (result.verdict()) {
            case ACCEPTED -> accepted(parcel);
            case BAD_BATCH -> {
                reached();
                hunts.refused(parcel, result);
            }
            case UNAUTHORIZED -> refusedKey(parcel, used);
            case TOO_LARGE -> {
                reached();
                sizeLimit.exceededBy(parcel);
            }
            case RETRY -> {
                permits.overloaded(loop.now());
                retries.failed(parcel, result);
            }
            case REFUSED -> refusedForGood(parcel);
        }
    }

    /** The provider was reached, and took the key. */
    private void reached() {
        retries.reached();
        gate.openAfter(Health.UNAUTHORIZED);
    }

    private void accepted(Parcel parcel) {
        long now = loop.now();
        permits.succeeded(now - parcel.startedAt, now);
        reached();
        endings.accept(parcel);
        hunts.accepted(parcel);
    }

    private void refusedKey(Parcel parcel, String used) {
        room.dueFirst(parcel);
        if (key.forget(used) && !gate.isShut()) {
            gate.shut(Health.UNAUTHORIZED, 0, parcel.last);
        }
    }

    /** Nothing is known of what a hunt holds beside the refused probe; it goes on without. */
    private void refusedForGood(Parcel parcel) {
        reached();
        if (parcel.isolation != null) {
            parcel.isolation.withdraw(parcel).forEach(room::dueLast);
        }
        endings.fail(parcel, Outcome.REJECTED, "the provider refused the batch");
    }
}

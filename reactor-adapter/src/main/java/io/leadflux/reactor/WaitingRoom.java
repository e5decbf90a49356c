package io.leadflux.reactor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where parcels wait that are not in flight: delayed until a retry is due, due, or in the line for their first attempt.
 * Belongs to the dispatcher.
 */
final class WaitingRoom {

    private final SignalLoop loop;
    private final Set<Parcel> delayed = new LinkedHashSet<>();
    private final ArrayDeque<Parcel> due = new ArrayDeque<>();
    private final ArrayDeque<Ticket> line = new ArrayDeque<>();
    private long oldest = Long.MAX_VALUE;

    WaitingRoom(SignalLoop loop) {
        this.loop = loop;
    }

    /** Keeps {@code parcel} until it is due in {@code nanos}; at once when that is not positive. */
    void delay(Parcel parcel, long nanos) {
        delayed.add(parcel);
        loop.later(Math.max(nanos, 0), () -> delayOver(parcel));
    }

    /** Nothing happens when the parcel has left meanwhile. */
    private void delayOver(Parcel parcel) {
        if (delayed.remove(parcel)) {
            dueLast(parcel);
        }
    }

    void dueFirst(Parcel parcel) {
        noteAge(parcel);
        due.addFirst(parcel);
    }

    void dueLast(Parcel parcel) {
        noteAge(parcel);
        due.addLast(parcel);
    }

    void queue(Ticket ticket) {
        line.addLast(ticket);
        if (ticket.parcel != null) {
            noteAge(ticket.parcel);
        }
    }

    /** Fills a ticket that stands in the line. */
    void fill(Ticket ticket, Parcel parcel) {
        ticket.parcel = parcel;
        noteAge(parcel);
    }

    private void noteAge(Parcel parcel) {
        oldest = Math.min(oldest, parcel.oldest());
    }

    void leave(Ticket ticket) {
        line.remove(ticket);
    }

    @Nullable
    Parcel peekDue() {
        return due.peekFirst();
    }

    @Nullable
    Parcel pollDue() {
        return due.pollFirst();
    }

    @Nullable
    Ticket pollLine() {
        return line.pollFirst();
    }

    /** How many batches would be sent if there were permits. */
    int waiting() {
        return due.size() + line.size();
    }

    boolean lineIsEmpty() {
        return line.isEmpty();
    }

    /**
     * No event of what is due or in the line came in before this; {@link Long#MAX_VALUE} when nothing was put there. It may
     * be that of a parcel that has left since, until overdue ones are taken out the next time.
     */
    long oldest() {
        return oldest;
    }

    /** When the oldest event came in of all that is here now; {@link Long#MAX_VALUE} when nothing is. */
    long oldestNow() {
        LongStream parcels = Stream.concat(delayed.stream(), due.stream()).mapToLong(Parcel::oldest);
        LongStream tickets = line.stream().mapToLong(ticket -> ticket.openedAt);
        return LongStream.concat(parcels, tickets).min().orElse(Long.MAX_VALUE);
    }

    /** Takes out every parcel that is due or in the line and holds an event that came in at or before {@code instant}. */
    List<Parcel> takeOverdue(long instant) {
        List<Parcel> overdue = new ArrayList<>();
        due.removeIf(parcel -> isOverdue(parcel, instant, overdue));
        line.removeIf(ticket -> ticket.parcel != null && ticket.openedAt - instant <= 0 && overdue.add(ticket.parcel));
        oldest = Long.MAX_VALUE;
        due.forEach(this::noteAge);
        for (Ticket ticket : line) {
            if (ticket.parcel != null) {
                oldest = Math.min(oldest, ticket.openedAt);
            }
        }
        return overdue;
    }

    private static boolean isOverdue(Parcel parcel, long instant, List<Parcel> overdue) {
        return parcel.oldest() - instant <= 0 && overdue.add(parcel);
    }

    /** Takes everything out: parcels to one side, tickets of batches that are still open to the other. */
    void empty(Consumer<Parcel> parcels, Consumer<Ticket> tickets) {
        due.addAll(delayed);
        delayed.clear();
        for (Parcel parcel = due.poll(); parcel != null; parcel = due.poll()) {
            parcels.accept(parcel);
        }
        for (Ticket ticket = line.poll(); ticket != null; ticket = line.poll()) {
            if (ticket.parcel != null) {
                parcels.accept(ticket.parcel);
            } else {
                tickets.accept(ticket);
            }
        }
    }
}

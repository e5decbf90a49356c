package io.leadflux.reactor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
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
    private final PriorityQueue<Ticket> line = new PriorityQueue<>(Ticket.OLDEST_FIRST);
    private long oldestDue = Long.MAX_VALUE;
    private long tickets;

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
        ticket.number = tickets++;
        line.add(ticket);
    }

    private void noteAge(Parcel parcel) {
        oldestDue = Math.min(oldestDue, parcel.oldest());
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
        return line.poll();
    }

    /** How many batches would be sent if there were permits. */
    int waiting() {
        return due.size() + line.size();
    }

    boolean lineIsEmpty() {
        return line.isEmpty();
    }

    /**
     * No event of what is due or in the line came in before this; {@link Long#MAX_VALUE} when nothing is there. It may be that
     * of a parcel that was due and has left since, until overdue ones are taken out the next time.
     */
    long oldest() {
        return Math.min(oldestDue, oldestInLine());
    }

    private long oldestInLine() {
        Ticket first = line.peek();
        return first == null ? Long.MAX_VALUE : first.openedAt;
    }

    /** When the oldest event came in of all that is here now; {@link Long#MAX_VALUE} when nothing is. */
    long oldestNow() {
        LongStream parcels = Stream.concat(delayed.stream(), due.stream()).mapToLong(Parcel::oldest);
        return Math.min(parcels.min().orElse(Long.MAX_VALUE), oldestInLine());
    }

    /** Takes out every parcel that is due or in the line and holds an event that came in at or before {@code instant}. */
    List<Parcel> takeOverdue(long instant) {
        List<Parcel> overdue = new ArrayList<>();
        due.removeIf(parcel -> isOverdue(parcel, instant, overdue));
        oldestDue = Long.MAX_VALUE;
        due.forEach(this::noteAge);
        List<Ticket> open = new ArrayList<>(0);
        for (Ticket first = line.peek(); first != null && first.openedAt - instant <= 0; first = line.peek()) {
            line.remove();
            if (first.parcel == null) {
                open.add(first);
            } else {
                overdue.add(first.parcel);
            }
        }
        line.addAll(open);
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

package io.leadflux.reactor.delivery;

import java.util.ArrayList;
import java.util.List;

/**
 * What the refusal of an event that was sent alone shows: that the event is bad, or that the provider refuses everything.
 *
 * <pre>
 * What passes beside it decides. Status 400 is published for a bad event: if other events of its batch were accepted, or if
 * nothing else has been refused alone since the last acceptance, the event is bad. Otherwise it is held until a request that
 * started later is accepted: then the provider takes others. Any other status may come from something on the way, so a held
 * event with such a status is sent once more then, and is bad if it is refused again and others are accepted after that.
 *
 * When several events in a row are refused alone with nothing accepted between them, the provider refuses everything: a wrong
 * pixel id, a changed schema, a router that responds in its place. While that lasts no event is rejected; an acceptance ends
 * it.
 *
 * An event that is held with nothing else going on is sent again after a while, and is bad when it has been refused three
 * times. Doubt does not last: refusals are forgotten after five minutes.
 * </pre>
 *
 * <p>Pure state; belongs to the dispatcher.
 */
final class Doubt {

    /** What becomes of an event that was refused alone. */
    enum Ruling {
        /** It is bad. */
        REJECT,
        /** It waits for evidence, and is sent again after a while. */
        HOLD,
        /** It is sent again: everything is refused. */
        KEEP
    }

    /** So many events in a row that were refused alone show that everything is refused. */
    private static final int SYSTEMIC = 6;

    /** An event with which nothing else goes on is bad after so many refusals. */
    private static final int ENOUGH = 3;

    private static final int BAD_REQUEST = 400;
    private static final long MEMORY_NANOS = 300_000_000_000L;
    private static final long HOLD_NANOS = 30_000_000_000L;

    private final List<OutboundBatch> held = new ArrayList<>();
    private boolean systemic;
    private int inARow;
    private long refusedAt;

    /** Whether the provider seems to refuse everything. */
    boolean isSystemic() {
        return systemic;
    }

    /**
     * A single event was refused.
     *
     * @param othersAccepted whether other events of its batch have been accepted since that was refused
     */
    Ruling refused(OutboundBatch event, boolean othersAccepted, long now) {
        update(now);
        held.removeIf(OutboundBatch::isCompleted);
        refusedAt = now;
        event.refusedAlone++;
        event.refusedAloneAt = now;
        boolean published = event.last.status() == BAD_REQUEST;
        if (published && othersAccepted && !systemic) {
            return Ruling.REJECT;
        }
        if (event.refusedAlone == 1) {
            inARow++;
        }
        if (systemic || inARow >= SYSTEMIC) {
            systemic = true;
            event.refusedAlone = 0;
            return Ruling.KEEP;
        }
        boolean nothingElse = held.isEmpty() && inARow <= 2;
        if ((published && inARow == 1) || (event.refusedAlone >= ENOUGH && nothingElse)) {
            return Ruling.REJECT;
        }
        held.add(event);
        return Ruling.HOLD;
    }

    /** How many nanoseconds a held event waits before it is sent again. */
    static long holdNanos(OutboundBatch event) {
        return HOLD_NANOS << Math.min(event.refusedAlone - 1, 10);
    }

    /** A held event is sent again. */
    void resumed(OutboundBatch event) {
        held.remove(event);
    }

    /**
     * A request was accepted.
     *
     * @param startedAt when it was sent
     * @return the held events on which it sheds light, which are not held any more
     */
    List<OutboundBatch> accepted(long startedAt) {
        systemic = false;
        inARow = 0;
        if (held.isEmpty()) {
            return List.of();
        }
        List<OutboundBatch> judged = new ArrayList<>(held);
        judged.removeIf(event -> event.refusedAloneAt - startedAt > 0);
        held.removeAll(judged);
        return judged;
    }

    /** Whether an event that others were accepted beside is bad; else it is to be sent once more. */
    static boolean isBad(OutboundBatch event) {
        boolean bad = event.last.status() == BAD_REQUEST || event.refusedAlone > 1;
        event.sentOnceMore = !bad;
        return bad;
    }

    /** Holds nothing any more, since everything is refused. */
    List<OutboundBatch> releaseAll() {
        List<OutboundBatch> all = List.copyOf(held);
        all.forEach(event -> event.refusedAlone = 0);
        held.clear();
        return all;
    }

    /** Forgets what is long ago; returns whether that ends the suspicion that everything is refused. */
    boolean update(long now) {
        if (inARow == 0 || now - refusedAt < MEMORY_NANOS) {
            return false;
        }
        boolean ends = systemic;
        systemic = false;
        inARow = 0;
        return ends;
    }
}

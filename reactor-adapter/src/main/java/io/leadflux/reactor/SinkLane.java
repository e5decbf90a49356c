package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.ServerEvent;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they came, each with its time and who waits for it. Any thread may put in; one takes out, or
 * any where the lane is so made.
 *
 * <pre>
 * Places are numbered without end. Who puts in draws the next number, which takes one addition, and fills the place; who
 * takes out waits for a place that has been drawn and is about to be filled.
 *
 * The places stand in sections, each made when the one before is half drawn, and forgotten when its last place has been
 * taken out. So a lane holds as much memory as what is queued needs, and nothing is ever put where something was before. A section is
 * 12 bytes for each event, and young: the collector has less to do for it than for places that stay.
 * </pre>
 *
 * <p>It does not bound itself: no more than its capacity may be between those who have begun to put in and those who have
 * taken out.
 */
final class SinkLane {

    private static final int PLACES = 256;
    private static final int LAST_PLACE = PLACES - 1;
    private static final int MIDDLE_PLACE = PLACES / 2;

    /** A run of places. */
    static final class Section {

        private final long first;

        /** A {@link ServerEvent}, or an {@link Awaited}. */
        private final AtomicReferenceArray<@Nullable Object> elements = new AtomicReferenceArray<>(PLACES);

        private final long[] arrivedAt = new long[PLACES];

        private Section(long first) {
            this.first = first;
        }

        // For whom has taken the place

        ServerEvent event(int place) {
            Object element = element(place);
            return element instanceof Awaited awaited ? awaited.event : (ServerEvent) element;
        }

        Object source(int place) {
            return element(place) instanceof Awaited awaited ? awaited.source : SinkEntry.NOBODY;
        }

        private Object element(int place) {
            return requireNonNull(elements.getPlain(place));
        }

        long arrivedAt(int place) {
            return arrivedAt[place];
        }

        void empty(int place) {
            elements.setPlain(place, null);
        }
    }

    /** An event whose result somebody waits for. */
    private record Awaited(ServerEvent event, Object source) {}

    private final AtomicReferenceArray<@Nullable Section> sections;
    private final AtomicLongArray counters;
    private final int drawn;
    private final int taken;
    private final boolean oneTaker;

    /**
     * @param capacity the most that is ever in the lane
     * @param counters where the lane keeps its two counters
     * @param drawn the index of the counter that all who put in change
     * @param taken the index of the counter of those who take out
     * @param oneTaker whether one thread alone takes out, or several one after another
     */
    SinkLane(int capacity, AtomicLongArray counters, int drawn, int taken, boolean oneTaker) {
        int spanned = capacity / PLACES + 3;
        this.sections = new AtomicReferenceArray<>(Integer.highestOneBit(spanned - 1) << 1);
        this.counters = counters;
        this.drawn = drawn;
        this.taken = taken;
        this.oneTaker = oneTaker;
    }

    void put(ServerEvent event, long arrivedAt, Object source) {
        long number = counters.getAndIncrement(drawn);
        Section section = sectionOf(number);
        int place = placeOf(number);
        if (place == MIDDLE_PLACE) {
            sectionOf(number + PLACES);
        }
        section.arrivedAt[place] = arrivedAt;
        section.elements.setRelease(place, source == SinkEntry.NOBODY ? event : new Awaited(event, source));
    }

    private static int placeOf(long number) {
        return (int) number & LAST_PLACE;
    }

    private static long firstOf(long number) {
        return number & -PLACES;
    }

    /**
     * Makes the section where nobody has. Only while a place before its end is still to be filled, so that it cannot have been
     * forgotten again; what stands where it belongs has been emptied a whole round ago then, and its taker is late to forget it.
     */
    private Section sectionOf(long number) {
        long first = firstOf(number);
        int index = indexOf(number);
        Section section = sections.get(index);
        while (section == null || section.first != first) {
            Section made = new Section(first);
            section = sections.compareAndSet(index, section, made) ? made : sections.get(index);
        }
        return section;
    }

    private int indexOf(long number) {
        return (int) (number / PLACES) & (sections.length() - 1);
    }

    /** Takes out the oldest and moves {@code entry} to it; false when nothing is there. */
    boolean take(SinkEntry entry) {
        while (true) {
            long number = counters.get(taken);
            int place = placeOf(number);
            Section section = sections.get(indexOf(number));
            boolean made = section != null && section.first == firstOf(number);
            Object element = made ? section.elements.getAcquire(place) : null;
            if (element != null && claim(number)) {
                if (place == LAST_PLACE) {
                    sections.compareAndSet(indexOf(number), section, null);
                }
                entry.moveTo(section, place);
                return true;
            }
            if (element == null && counters.get(drawn) == number) {
                return false;
            }
            Thread.onSpinWait();
        }
    }

    private boolean claim(long number) {
        if (oneTaker) {
            counters.setRelease(taken, number + 1);
            return true;
        }
        return counters.compareAndSet(taken, number, number + 1);
    }

    boolean isEmpty() {
        long number = counters.get(taken);
        return counters.get(drawn) == number;
    }

    /** How many were ever put in, or are about to be. */
    long drawn() {
        return counters.get(drawn);
    }

    /** How many were ever taken out. */
    long taken() {
        return counters.get(taken);
    }
}

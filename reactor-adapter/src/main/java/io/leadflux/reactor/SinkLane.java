package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a sink in the order in which they came. Any thread may put in; one takes out, or any where the lane is so
 * made.
 *
 * <pre>
 * Places are numbered without end. Who puts in draws the next number, which takes one addition, and fills the place. Until
 * then there is nothing to be taken out, though later places may be filled: nobody waits for a thread that was held up between
 * the two. Filling a place is a volatile write, so that whoever reads afterwards what the taker said before it looked sees it.
 *
 * The places stand in sections, each made when the one before is half drawn, and forgotten when its last place has been
 * taken out. So a lane holds as much memory as what is queued needs, and nothing is ever put where something was before. A
 * section takes 4 bytes for each place, and is young: the collector has less to do for it than for places that stay.
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
    private static final class Section {

        private final long first;
        private final AtomicReferenceArray<@Nullable SinkEntry> entries = new AtomicReferenceArray<>(PLACES);

        Section(long first) {
            this.first = first;
        }
    }

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

    void put(SinkEntry entry) {
        long number = counters.getAndIncrement(drawn);
        Section section = sectionOf(number);
        int place = placeOf(number);
        if (place == MIDDLE_PLACE) {
            sectionOf(number + PLACES);
        }
        section.entries.set(place, entry);
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

    /** Takes out the oldest; null when nothing is there, or the oldest is not there yet. */
    @Nullable
    SinkEntry take() {
        while (true) {
            long number = counters.get(taken);
            Section section = madeSectionOf(number);
            SinkEntry entry = section == null ? null : section.entries.get(placeOf(number));
            if (entry == null && counters.get(taken) == number) {
                return null;
            }
            if (entry != null && claim(number)) {
                forget(requireNonNull(section), number);
                return entry;
            }
        }
    }

    private @Nullable Section madeSectionOf(long number) {
        Section section = sections.get(indexOf(number));
        return section != null && section.first == firstOf(number) ? section : null;
    }

    /** Empties a place that has been taken, and forgets a section with its last. */
    private void forget(Section section, long number) {
        int place = placeOf(number);
        section.entries.setPlain(place, null);
        if (place == LAST_PLACE) {
            sections.compareAndSet(indexOf(number), section, null);
        }
    }

    private boolean claim(long number) {
        if (oneTaker) {
            counters.setRelease(taken, number + 1);
            return true;
        }
        return counters.compareAndSet(taken, number, number + 1);
    }

    /** Whether {@link #take} would find nothing. */
    boolean isEmpty() {
        while (true) {
            long number = counters.get(taken);
            Section section = madeSectionOf(number);
            if (section != null && section.entries.get(placeOf(number)) != null) {
                return false;
            }
            if (counters.get(taken) == number) {
                return true;
            }
        }
    }

    /** Whether nothing is there nor about to be. */
    boolean isDrained() {
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

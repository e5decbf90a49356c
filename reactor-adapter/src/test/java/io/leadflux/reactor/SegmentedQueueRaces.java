package io.leadflux.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.leadflux.event.ServerEvent;
import java.util.concurrent.atomic.AtomicLongArray;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two threads meet at a lane where one section of its places ends and the next begins. */
public final class SegmentedQueueRaces {

    private static final int SECTION = 256;
    private static final ServerEvent EVENT = Events.valid(1);

    private SegmentedQueueRaces() {}

    /** A lane of which so many places have been used. */
    abstract static class Used {
        final SegmentedQueue lane;

        Used(boolean oneTaker, int places) {
            lane = new SegmentedQueue(2, new AtomicLongArray(2), 0, 1, oneTaker);
            for (int i = 0; i < places; i++) {
                put(0);
                take();
            }
        }

        final void put(long time) {
            lane.put(SinkEntry.of(EVENT, time, SinkEntry.NOT_AWAITED));
        }

        /** The time of what was taken, or 0. */
        final long take() {
            SinkEntry entry = lane.poll();
            return entry == null ? 0 : entry.arrivedAt(-1);
        }
    }

    /** One puts into the last place of a section, the other into the first of the next. */
    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "both are there, the first before the second")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "both are there, the second before the first")
    @Outcome(expect = FORBIDDEN, desc = "one was lost, or has the time of another")
    @State
    public static class PutAgainstPut extends Used {
        public PutAgainstPut() {
            super(true, SECTION - 1);
        }

        @Actor
        public void one() {
            put(1);
        }

        @Actor
        public void other() {
            put(2);
        }

        @Arbiter
        public void rest(JJJ_Result r) {
            r.r1 = take();
            r.r2 = take();
            r.r3 = take();
        }
    }

    /** The sections before have been emptied and forgotten; the first to come makes the one that both need. */
    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "both are there, the first before the second")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "both are there, the second before the first")
    @Outcome(expect = FORBIDDEN, desc = "one was put into a section that the other threw away")
    @State
    public static class FirstPutAgainstFirstPut extends Used {
        public FirstPutAgainstFirstPut() {
            super(true, 0);
        }

        @Actor
        public void one() {
            put(1);
        }

        @Actor
        public void other() {
            put(2);
        }

        @Arbiter
        public void rest(JJJ_Result r) {
            r.r1 = take();
            r.r2 = take();
            r.r3 = take();
        }
    }

    /** One puts into the last place of a section while the other takes it out. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it was taken at once")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it came too late, and is there for the next look")
    @Outcome(expect = FORBIDDEN, desc = "it was lost, or taken twice, or has the time of another")
    @State
    public static class PutAgainstTake extends Used {
        public PutAgainstTake() {
            super(true, SECTION - 1);
        }

        @Actor
        public void puts() {
            put(1);
        }

        @Actor
        public void takes(JJ_Result r) {
            r.r1 = take();
        }

        @Arbiter
        public void rest(JJ_Result r) {
            r.r2 = take();
        }
    }

    /** Two take, one the last of a section, the other the first of the next. */
    @JCStressTest
    @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "each has one")
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "each has one")
    @Outcome(expect = FORBIDDEN, desc = "one was taken twice, or left")
    @State
    public static class TakeAgainstTake extends Used {
        public TakeAgainstTake() {
            super(false, SECTION - 1);
            put(1);
            put(2);
        }

        @Actor
        public void one(JJJ_Result r) {
            r.r1 = take();
        }

        @Actor
        public void other(JJJ_Result r) {
            r.r2 = take();
        }

        @Arbiter
        public void rest(JJJ_Result r) {
            r.r3 = take();
        }
    }
}

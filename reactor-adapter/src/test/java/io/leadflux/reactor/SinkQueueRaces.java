package io.leadflux.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LII_Result;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.openjdk.jcstress.infra.results.LLI_Result;
import org.openjdk.jcstress.infra.results.LLLL_Result;

/** Two threads meet at the sink's queue, which holds two events at most. */
public final class SinkQueueRaces {

    private static final long PLENTY = 1 << 20;
    private static final SinkEntry VIEW = SinkEntry.of(Events.valid(1), 0, SinkEntry.NOT_AWAITED);
    private static final SinkEntry LEAD = SinkEntry.of(Events.lead(1), 0, SinkEntry.NOT_AWAITED);

    private SinkQueueRaces() {}

    private static int drained(SinkQueue queue) {
        int count = 0;
        while (queue.poll() != null) {
            count++;
        }
        queue.release();
        return count;
    }

    /** What the queue holds, and who had to make way. */
    abstract static class Full {
        final SinkQueue queue;
        final AtomicInteger dropped = new AtomicInteger();

        Full(OverflowPolicy policy, SinkEntry... queued) {
            queue = new SinkQueue(new SinkOptions(2, PLENTY, policy));
            for (SinkEntry entry : queued) {
                offer(entry);
            }
        }

        final EmitResult offer(SinkEntry entry) {
            return queue.offer(entry, victim -> dropped.incrementAndGet());
        }
    }

    /** Two emit, one place is free. */
    @JCStressTest
    @Outcome(id = "OK, OVERFLOW, 2", expect = ACCEPTABLE, desc = "the first has the place")
    @Outcome(id = "OVERFLOW, OK, 2", expect = ACCEPTABLE, desc = "the second has the place")
    @Outcome(expect = FORBIDDEN, desc = "the bound was exceeded, or the free place left free")
    @State
    public static class EmitAgainstEmit extends Full {
        public EmitAgainstEmit() {
            super(OverflowPolicy.REJECT_NEWEST, VIEW);
        }

        @Actor
        public void one(LLI_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void other(LLI_Result r) {
            r.r2 = offer(LEAD);
        }

        @Arbiter
        public void rest(LLI_Result r) {
            r.r3 = drained(queue);
        }
    }

    /** One emits into a full queue while the drainer takes one out. */
    @JCStressTest
    @Outcome(id = "OK, 1, 2", expect = ACCEPTABLE, desc = "the drainer was first and made room")
    @Outcome(id = "OVERFLOW, 1, 1", expect = ACCEPTABLE, desc = "the emitter was first and found no room")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost or doubled")
    @State
    public static class EmitAgainstDrain extends Full {
        public EmitAgainstDrain() {
            super(OverflowPolicy.REJECT_NEWEST, VIEW, VIEW);
        }

        @Actor
        public void emitter(LII_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void drainer(LII_Result r) {
            r.r2 = queue.poll() == null ? 0 : 1;
            queue.release();
        }

        @Arbiter
        public void rest(LII_Result r) {
            r.r3 = drained(queue);
        }
    }

    /** One emits while another closes. */
    @JCStressTest
    @Outcome(id = "OK, 1", expect = ACCEPTABLE, desc = "taken before the end, and still there to be sent")
    @Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "turned away after the end")
    @Outcome(expect = FORBIDDEN, desc = "taken and lost, or turned away and sent")
    @State
    public static class EmitAgainstClose extends Full {
        public EmitAgainstClose() {
            super(OverflowPolicy.REJECT_NEWEST);
        }

        @Actor
        public void emitter(LI_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void closer() {
            queue.close();
        }

        @Arbiter
        public void rest(LI_Result r) {
            r.r2 = drained(queue);
        }
    }

    /** Two emit into a full queue whose oldest make way. */
    @JCStressTest
    @Outcome(id = "OK, OK, 2, 2", expect = ACCEPTABLE, desc = "each pushed one out")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost, pushed out for nothing, or the bound exceeded")
    @State
    public static class OverflowAgainstOverflow extends Full {
        public OverflowAgainstOverflow() {
            super(OverflowPolicy.DROP_OLDEST, VIEW, VIEW);
        }

        @Actor
        public void one(LLLL_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void other(LLLL_Result r) {
            r.r2 = offer(VIEW);
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }

    /** One emits into a full queue whose oldest make way, while the drainer takes one out. */
    @JCStressTest
    @Outcome(id = "OK, 1, 0, 2", expect = ACCEPTABLE, desc = "the drainer was first, nobody had to make way")
    @Outcome(id = "OK, 1, 1, 1", expect = ACCEPTABLE, desc = "the emitter was first and pushed one out")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost or doubled")
    @State
    public static class OverflowAgainstDrain extends Full {
        public OverflowAgainstDrain() {
            super(OverflowPolicy.DROP_OLDEST, VIEW, VIEW);
        }

        @Actor
        public void emitter(LLLL_Result r) {
            r.r1 = offer(VIEW);
        }

        @Actor
        public void drainer(LLLL_Result r) {
            r.r2 = queue.poll() == null ? 0 : 1;
            queue.release();
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }

    /** A lead pushes a view out while another view wants in: its place is the lead's. */
    @JCStressTest
    @Outcome(id = "OK, OVERFLOW, 1, 2", expect = ACCEPTABLE, desc = "the lead has the view's place")
    @Outcome(expect = FORBIDDEN, desc = "a view stole the place that was made for the lead")
    @State
    public static class LeadAgainstView extends Full {
        public LeadAgainstView() {
            super(OverflowPolicy.PREFER_LEADS, LEAD, VIEW);
        }

        @Actor
        public void lead(LLLL_Result r) {
            r.r1 = offer(LEAD);
        }

        @Actor
        public void view(LLLL_Result r) {
            r.r2 = offer(VIEW);
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }

    /** A lead and a view want the last place. */
    @JCStressTest
    @Outcome(id = "OK, OVERFLOW, 0, 2", expect = ACCEPTABLE, desc = "the lead was first")
    @Outcome(id = "OK, OK, 1, 2", expect = ACCEPTABLE, desc = "the view was first and made way")
    @Outcome(
            id = "OVERFLOW, OK, 0, 2",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the view had reserved the place but was not in it yet, so it could not be asked to make way")
    @Outcome(expect = FORBIDDEN, desc = "an event was lost or the bound exceeded")
    @State
    public static class LeadAgainstViewForTheLastPlace extends Full {
        public LeadAgainstViewForTheLastPlace() {
            super(OverflowPolicy.PREFER_LEADS, LEAD);
        }

        @Actor
        public void lead(LLLL_Result r) {
            r.r1 = offer(LEAD);
        }

        @Actor
        public void view(LLLL_Result r) {
            r.r2 = offer(VIEW);
        }

        @Arbiter
        public void rest(LLLL_Result r) {
            r.r3 = dropped.get();
            r.r4 = drained(queue);
        }
    }
}

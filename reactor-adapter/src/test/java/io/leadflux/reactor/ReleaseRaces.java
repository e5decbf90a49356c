package io.leadflux.reactor;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A batch is written late, while it is released and its memory serves the next one. */
public final class ReleaseRaces {

    private static final ServerEvent EVENT = Events.valid(1).withDedupeId("a".repeat(20_000));
    private static final ServerEvent OTHER = Events.valid(1).withDedupeId("b".repeat(20_000));
    private static final byte[] BODY =
            sealed(BatchAccumulator.of(BatchLimits.DEFAULT), EVENT).body();

    private ReleaseRaces() {}

    private static EventBatch sealed(BatchAccumulator accumulator, ServerEvent event) {
        accumulator.add(event);
        return accumulator.seal();
    }

    @JCStressTest
    @Outcome(id = "0", expect = ACCEPTABLE, desc = "nothing is written any more")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the body is written whole")
    @Outcome(expect = FORBIDDEN, desc = "what is written is not the body")
    @State
    public static class WriteAgainstReleaseAndReuse {
        private final BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        private final EventBatch batch = sealed(accumulator, EVENT);

        @Actor
        public void sender(I_Result r) {
            ByteBuffer target = ByteBuffer.allocate(BODY.length);
            try {
                batch.writeBody(target);
                r.r1 = Arrays.equals(target.array(), BODY) ? 1 : 2;
            } catch (IllegalStateException released) {
                r.r1 = target.position() == 0 ? 0 : 2;
            }
        }

        @Actor
        public void client() {
            batch.release();
            sealed(accumulator, OTHER);
        }
    }
}

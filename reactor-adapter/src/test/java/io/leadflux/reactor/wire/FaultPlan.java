package io.leadflux.reactor.wire;

import io.leadflux.reactor.wire.Fault.Effect;
import io.leadflux.reactor.wire.Fault.Kind;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Draws the fault of each exchange from a seed. */
final class FaultPlan implements Supplier<Fault> {

    private static final Kind[] KINDS = Kind.values();

    private final SplittableRandom random;
    private final double share;
    private final int requestBytes;

    private FaultPlan(long seed, double share, int requestBytes) {
        this.random = new SplittableRandom(seed);
        this.share = share;
        this.requestBytes = requestBytes;
    }

    /**
     * Every kind of fault in turn of chance; black holes, which cost a time-out each, a fifth as often.
     *
     * @param share how many of the exchanges go wrong, 0 to 1
     * @param requestBytes about how long a request is
     */
    static FaultPlan mixed(long seed, double share, int requestBytes) {
        return new FaultPlan(seed, share, requestBytes);
    }

    @Override
    public synchronized Fault get() {
        if (random.nextDouble() >= share) {
            return Fault.NONE;
        }
        Kind kind = KINDS[random.nextInt(1, KINDS.length)];
        if (kind.effect == Effect.BLACK_HOLE && random.nextInt(5) != 0) {
            return Fault.NONE;
        }
        return Fault.random(kind, requestBytes, random);
    }
}

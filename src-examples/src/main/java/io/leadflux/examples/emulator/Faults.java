package io.leadflux.examples.emulator;

import io.leadflux.reactor.emulator.ReceivedEvent;
import io.leadflux.reactor.emulator.RecordedRequest;
import io.leadflux.reactor.emulator.Response;
import io.leadflux.reactor.emulator.Script;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The faults of an emulator. A request meets at most one fault, which its number and the seed select. Whether an
 * event is rejected depends only on its {@code dedupe_id} and the seed, so it is rejected in every batch. Immutable.
 *
 * @param list each with its share of the requests, together at most 1
 * @param rejected the share of the events whose batch gets 400, from 0 to 1
 */
record Faults(List<RandomFault> list, BigDecimal rejected) {

    /** No faults. */
    static final Faults NONE = new Faults(List.of(), BigDecimal.ZERO);

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    boolean isEmpty() {
        return list.isEmpty() && rejected.signum() == 0;
    }

    /**
     * Writes the faults into an emulator's script.
     *
     * @param regular the response to a request that meets no fault
     */
    void script(Script script, long seed, Response regular) {
        if (!list.isEmpty()) {
            script.rule(request -> response(request, seed, regular));
        } else {
            script.always(regular);
        }
        if (rejected.signum() > 0) {
            double share = rejected.doubleValue();
            script.rejectEvents(event -> fraction(seed, hash(event)) < share);
        }
    }

    private Response response(RecordedRequest request, long seed, Response regular) {
        double drawn = fraction(seed, request.number());
        BigDecimal below = BigDecimal.ZERO;
        for (RandomFault fault : list) {
            below = below.add(fault.rate());
            if (drawn < below.doubleValue()) {
                return fault.response();
            }
        }
        return regular;
    }

    private static long hash(ReceivedEvent event) {
        String identity = event.dedupeId() == null ? event.json() : event.dedupeId();
        CRC32 hash = new CRC32();
        hash.update(identity.getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }

    // The upper 53 bits of SplitMix64's mix, as a number from 0 (inclusive) to 1 (exclusive).
    private static double fraction(long seed, long number) {
        long mixed = (seed * GOLDEN + number) * GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }
}

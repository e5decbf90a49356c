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
 * What goes wrong on purpose. A request meets one fault at most, chosen by its number and the seed alone; whether an event
 * is rejected depends on its {@code dedupe_id} and the seed alone, so it is rejected in every batch. Immutable.
 *
 * @param list each with its share of the requests, which together are at most 1
 * @param rejected the share of the events whose batch is answered with 400, from 0 to 1
 */
record Faults(List<Fault> list, BigDecimal rejected) {

    /** None. */
    static final Faults NONE = new Faults(List.of(), BigDecimal.ZERO);

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    boolean isEmpty() {
        return list.isEmpty() && rejected.signum() == 0;
    }

    /**
     * Makes an emulator fail so.
     *
     * @param sound what a request gets that meets no fault
     */
    void teach(Script script, long seed, Response sound) {
        if (!list.isEmpty()) {
            script.rule(request -> answer(request, seed, sound));
        } else {
            script.always(sound);
        }
        if (rejected.signum() > 0) {
            double share = rejected.doubleValue();
            script.rejectEvents(event -> fraction(seed, hash(event)) < share);
        }
    }

    private Response answer(RecordedRequest request, long seed, Response sound) {
        double drawn = fraction(seed, request.number());
        BigDecimal below = BigDecimal.ZERO;
        for (Fault fault : list) {
            below = below.add(fault.rate());
            if (drawn < below.doubleValue()) {
                return fault.answer();
            }
        }
        return sound;
    }

    private static long hash(ReceivedEvent event) {
        String identity = event.dedupeId() == null ? event.json() : event.dedupeId();
        CRC32 hash = new CRC32();
        hash.update(identity.getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }

    // The 53 upper bits of SplitMix64's mix, as a number from 0 to 1, exclusive.
    private static double fraction(long seed, long number) {
        long mixed = (seed * GOLDEN + number) * GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >>> 11) * 0x1.0p-53;
    }
}

package io.leadflux.batch;

import io.leadflux.validation.Range;

/**
 * How large a batch may grow.
 *
 * @param maxEvents how many events, from 1 to 100; 100 is the most that the provider takes
 * @param maxBytes how many bytes the whole body may have, envelope and all, from 1,024 to 16,777,216; the provider has
 *     published no bound of its own
 */
public record BatchLimits(int maxEvents, int maxBytes) {

    private static final int MAX_EVENTS = 100;
    private static final int MIN_BYTES = 1024;
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    /** 100 events and 1,048,576 bytes. */
    public static final BatchLimits DEFAULT = of(MAX_EVENTS, 1024 * 1024);

    /** Checks both ranges. */
    public BatchLimits {
        Range.require("maxEvents", maxEvents, 1, MAX_EVENTS);
        Range.require("maxBytes", maxBytes, MIN_BYTES, MAX_BYTES);
    }

    /** Limits of one's own; the bounds are those of the record's components. */
    public static BatchLimits of(int maxEvents, int maxBytes) {
        return new BatchLimits(maxEvents, maxBytes);
    }
}

package io.leadflux.batch;

import io.leadflux.validation.Range;

/**
 * How large a batch may grow.
 *
 * @param maxEvents the most events, from 1 to 100; 100 is the provider's own limit
 * @param maxBytes the most bytes of the whole body, from 1,024 to 16,777,216; the provider publishes no limit
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

    /** Limits other than the {@linkplain #DEFAULT default}; the components give the ranges. */
    public static BatchLimits of(int maxEvents, int maxBytes) {
        return new BatchLimits(maxEvents, maxBytes);
    }
}

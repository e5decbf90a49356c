package io.leadflux.reactor.emulator;

import java.time.Duration;

/**
 * What an emulator can be told about the rules.
 *
 * @param futureTolerance how far {@code event_time} may be ahead of the emulator's clock
 * @param refusePersonalData whether e-mail addresses, telephone numbers and hashes of them are rejected
 */
record EventRules(Duration futureTolerance, boolean refusePersonalData) {

    static final Duration DEFAULT_FUTURE_TOLERANCE = Duration.ofMinutes(5);

    // Seconds stay below this number of milliseconds (March 1973) until the year 5138.
    private static final long EARLIEST_MILLIS = 100_000_000_000L;

    boolean isPlausible(long eventTime, long nowMillis) {
        return eventTime >= EARLIEST_MILLIS && eventTime - nowMillis <= futureTolerance.toMillis();
    }
}

package io.leadflux.reactor.spring;

import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.time.Duration;

/** What the tests of this package share. */
final class Leads {

    static final Duration PATIENCE = Watchdog.LIMIT;

    private Leads() {}

    /**
     * The properties that point a client at {@code emulator}; batches wait long, so that only a drain can send them
     * soon.
     */
    static String[] at(EndpointEmulator emulator) {
        return new String[] {
            "leadflux.endpoint=" + emulator.uri(),
            "leadflux.pixel-id=" + EndpointEmulator.DEFAULT_PIXEL_ID,
            "leadflux.api-key=" + EndpointEmulator.DEFAULT_KEY,
            "leadflux.batch.linger=1m"
        };
    }

    /** The properties that a client needs that never sends. */
    static String[] anywhere() {
        return new String[] {"leadflux.pixel-id=a-pixel-id", "leadflux.api-key=a-key-for-nothing"};
    }
}

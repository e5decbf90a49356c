package io.leadflux.examples;

import java.time.Duration;

/** How long a test waits for what should come at once; it turns a hang into a failure, and is no claim about speed. */
public final class Watchdog {

    public static final Duration LIMIT = Duration.ofMinutes(10);

    private Watchdog() {}
}

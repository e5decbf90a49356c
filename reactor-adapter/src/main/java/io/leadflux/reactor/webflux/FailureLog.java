package io.leadflux.reactor.webflux;

import java.util.concurrent.atomic.AtomicLong;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Logs the first failure of a kind at once, and then only when their number has doubled. It logs only the type of a
 * failure, since a message may quote a person's data.
 */
final class FailureLog {

    private static final Logger LOG = Loggers.getLogger(AttributionWebFilter.class);

    private final String what;
    private final AtomicLong count = new AtomicLong();

    FailureLog(String what) {
        this.what = what;
    }

    void add(Throwable failure) {
        long failures = count.incrementAndGet();
        if (Long.bitCount(failures) == 1) {
            LOG.warn("{} ({} so far): {}", what, failures, failure.getClass().getName());
        }
    }
}

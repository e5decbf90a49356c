package io.leadflux.reactor.spring;

import io.leadflux.reactor.CloseReport;
import io.leadflux.reactor.ConversionClient;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.DefaultLifecycleProcessor;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Drains the client when the application stops.
 *
 * <p>Phases stop from the highest to the lowest. Spring Boot's web server first lets active requests finish, in the
 * phase {@code DEFAULT_PHASE - 1024}, and then stops, at {@code DEFAULT_PHASE - 2048}. The client comes after both:
 * what the last request emits is still taken, and nothing new can come. Listeners of queues, in {@code DEFAULT_PHASE},
 * have stopped before, too. Beans are destroyed later.
 */
final class ClientLifecycle implements SmartLifecycle {

    /** Behind the web server's. */
    static final int PHASE = DEFAULT_PHASE - 3072;

    private static final Logger LOG = Loggers.getLogger(ClientLifecycle.class);
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final ConversionClient client;
    private final Duration patience;
    private final ObjectProvider<DefaultLifecycleProcessor> processor;
    private volatile boolean running;

    ClientLifecycle(ConversionClient client, Duration patience, ObjectProvider<DefaultLifecycleProcessor> processor) {
        this.client = client;
        this.patience = patience;
        this.processor = processor;
    }

    /** Lets this phase, and no other, take the client's patience and a second. */
    @Override
    public void start() {
        if (client.isDisposed()) {
            throw new IllegalStateException(
                    "The ConversionClient is closed for good; a context that was stopped cannot be started again");
        }
        long timeout = patience.plus(MARGIN).toMillis();
        processor.ifAvailable(found -> found.setTimeoutForShutdownPhase(PHASE, timeout));
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable stopped) {
        running = false;
        client.close(patience).doFinally(signal -> stopped.run()).subscribe(ClientLifecycle::log);
    }

    private static void log(CloseReport report) {
        if (report.isComplete()) {
            LOG.debug(
                    "Every event has its result, {} ms after the client began to close",
                    report.took().toMillis());
        } else {
            LOG.warn(
                    "{} events were given up, {} ms after the client began to close",
                    report.left().size(),
                    report.took().toMillis());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** False: a closed client does not open again, and contexts that tests keep are paused and resumed. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}

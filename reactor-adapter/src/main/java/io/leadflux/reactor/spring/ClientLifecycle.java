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
 * phase {@code DEFAULT_PHASE - 1024}, and then stops, at {@code DEFAULT_PHASE - 2048}. Listeners of queues, in {@code
 * DEFAULT_PHASE}, have stopped before. The client comes behind all of them, and waits for requests on connections that
 * the web server has left open. Below, in the phase 0, Spring stops the event loops, which the client needs to the end.
 * Beans are destroyed later.
 */
final class ClientLifecycle implements SmartLifecycle {

    /** Behind whatever may still emit an event, and before the event loops. */
    static final int PHASE = 1024;

    private static final Logger LOG = Loggers.getLogger(ClientLifecycle.class);
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final ConversionClient client;
    private final ServerDrain requests;
    private final Duration patience;
    private final ObjectProvider<DefaultLifecycleProcessor> processor;
    private volatile boolean running;

    ClientLifecycle(
            ConversionClient client,
            ServerDrain requests,
            Duration patience,
            ObjectProvider<DefaultLifecycleProcessor> processor) {
        this.client = client;
        this.requests = requests;
        this.patience = patience;
        this.processor = processor;
    }

    /**
     * Lets this phase, and no other, take the client's patience and a second. Only this closes the client: a shutdown hook
     * would not wait for the web server.
     */
    @Override
    public void start() {
        if (client.isDisposed()) {
            throw new IllegalStateException(
                    "The ConversionClient is closed for good; a context that was stopped cannot be started again");
        }
        client.removeShutdownHook();
        long timeout = patience.plus(MARGIN).toMillis();
        processor.ifAvailable(found -> found.setTimeoutForShutdownPhase(PHASE, timeout));
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Requests in progress may take half of the patience; the client is open meanwhile, and sends. */
    @Override
    public void stop(Runnable stopped) {
        running = false;
        requests.drain(patience.dividedBy(2))
                .doOnNext(ClientLifecycle::logInProgress)
                .elapsed()
                .flatMap(drained -> client.close(rest(drained.getT1())))
                .doFinally(signal -> stopped.run())
                .subscribe(ClientLifecycle::log);
    }

    private Duration rest(long elapsedMillis) {
        Duration rest = patience.minusMillis(elapsedMillis);
        return rest.isNegative() ? Duration.ZERO : rest;
    }

    private static void logInProgress(int requests) {
        if (requests > 0) {
            LOG.warn("{} requests are still in progress; what they emit from now on ends as CLOSED", requests);
        }
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

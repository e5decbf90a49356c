package io.leadflux.reactor.spring;

import org.springframework.context.SmartLifecycle;

/**
 * Tells the {@link ServerDrain} that the application has begun to stop, before anything else stops.
 *
 * <p>Two beans, since Spring stops what depends on a lifecycle bean together with it, whatever its phase: the {@link
 * ClientLifecycle} depends on the drain, and must stop much later.
 */
final class ServerDrainLifecycle implements SmartLifecycle {

    private final ServerDrain drain;
    private volatile boolean running;

    ServerDrainLifecycle(ServerDrain drain) {
        this.drain = drain;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        drain.begin();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** False: connections are kept when contexts that tests cache are paused and resumed. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    /** The phase that stops first, before the web server's. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}

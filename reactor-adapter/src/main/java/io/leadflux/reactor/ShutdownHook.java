package io.leadflux.reactor;

import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Closes clients when the JVM ends: one hook for all of them, which drains them side by side, each for its own time.
 *
 * <p>It is registered with the JVM while there is a client to close. It holds clients weakly: whatever still has events
 * to deliver is held by its timers and requests. For any thread.
 */
final class ShutdownHook {

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);

    static final ShutdownHook OF_JVM = new ShutdownHook(Runtime.getRuntime()::addShutdownHook, hook -> {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            LOG.debug("The JVM is ending; its shutdown hook stays");
        }
    });

    /** What a close may take beyond its patience, and as much again for a busy machine. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    /** Registers or removes a hook. */
    interface Registry {

        /**
         * Registers or removes it.
         *
         * @throws IllegalStateException when the JVM is ending
         */
        void accept(Thread hook);
    }

    private final Registry adding;
    private final Registry removing;
    private final Map<GracefulClose, Duration> clients = new WeakHashMap<>();
    private @Nullable Thread registered;

    ShutdownHook(Registry adding, Registry removing) {
        this.adding = adding;
        this.removing = removing;
    }

    /** Has {@code client} closed with so much patience when the JVM ends. Does nothing once it is ending. */
    synchronized void add(GracefulClose client, Duration patience) {
        if (registered == null) {
            Thread hook = new Thread(this::closeAll, "leadflux-shutdown");
            hook.setContextClassLoader(ShutdownHook.class.getClassLoader());
            try {
                adding.accept(hook);
            } catch (IllegalStateException ending) {
                LOG.debug("The JVM is ending; a client that was used only now is not drained");
                return;
            }
            registered = hook;
        }
        clients.put(client, patience);
    }

    /** Does not close {@code client} any more. */
    synchronized void remove(GracefulClose client) {
        Thread hook = registered;
        if (clients.remove(client) != null && clients.isEmpty() && hook != null) {
            registered = null;
            removing.accept(hook);
        }
    }

    /** How many clients it would close. */
    synchronized int size() {
        return clients.size();
    }

    synchronized boolean holds(GracefulClose client) {
        return clients.containsKey(client);
    }

    private synchronized Map<GracefulClose, Duration> all() {
        return Map.copyOf(clients);
    }

    /** Closes all, and returns when they have closed or their time is over, whatever their timers do. */
    void closeAll() {
        Map<GracefulClose, Duration> open = all();
        CountDownLatch closed = new CountDownLatch(open.size());
        Duration longest = Duration.ZERO;
        for (Map.Entry<GracefulClose, Duration> client : open.entrySet()) {
            Duration patience = client.getValue();
            longest = patience.compareTo(longest) > 0 ? patience : longest;
            client.getKey().begin(patience).doFinally(end -> closed.countDown()).subscribe(ShutdownHook::log);
        }
        try {
            if (!closed.await(longest.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The JVM ends before {} clients have closed", closed.getCount());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void log(CloseReport report) {
        long given = report.left().size() + report.unlisted();
        if (given > 0) {
            LOG.warn("The JVM ends: {} events were given up", given);
        }
    }
}

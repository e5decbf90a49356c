package io.leadflux.reactor.store;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The one thread of a store: takes turns while there is something to do, and sleeps otherwise. */
final class StoreThread {

    /** What is to be done when the store is closed. */
    interface Ending {
        void run() throws IOException;
    }

    private static final Logger LOG = Loggers.getLogger(EventStore.class);

    private final StoreWriter writer;
    private final StoreQueue queue;
    private final Ending ending;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable Thread thread;
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean closed;

    StoreThread(StoreWriter writer, StoreQueue queue, Ending ending) {
        this.writer = writer;
        this.queue = queue;
        this.ending = ending;
    }

    void start() {
        Thread started = new Thread(this::run, "leadflux-store");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    StoreStats stats() {
        return writer.stats();
    }

    /** Has what was put into the queue looked at soon; any thread. */
    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    CompletableFuture<Void> close() {
        closing = true;
        wake();
        return ended.copy();
    }

    /** Whether nothing more is taken. */
    boolean isClosing() {
        return closing;
    }

    /** Whether nothing more is answered; what was put into the queue meanwhile is for its owner to answer. */
    boolean isClosed() {
        return closed;
    }

    private void run() {
        while (!closed) {
            boolean more = false;
            try {
                more = turn();
            } catch (Throwable broken) {
                LOG.error("The store failed", broken);
            }
            if (!more) {
                sleep();
            }
        }
    }

    private void sleep() {
        asleep = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.parkNanos(this, writer.untilDue());
        }
        asleep = false;
    }

    /** One turn; the last one when it is closing. */
    boolean turn() {
        if (closed) {
            return false;
        }
        if (closing) {
            end();
            return false;
        }
        return writer.turn();
    }

    private void end() {
        Throwable failure = null;
        try {
            writer.close();
        } catch (IOException | RuntimeException broken) {
            failure = broken;
        }
        try {
            ending.run();
        } catch (IOException broken) {
            failure = failure == null ? broken : failure;
        }
        closed = true;
        queue.refuseAll();
        queue.drain(Integer.MAX_VALUE, Long.MAX_VALUE)
                .forEach(late -> late.stored.completeExceptionally(StoreException.closed()));
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }
}

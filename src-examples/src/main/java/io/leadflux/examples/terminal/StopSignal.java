package io.leadflux.examples.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a command to stop, for example on Ctrl-C. */
@FunctionalInterface
public interface StopSignal {

    /**
     * Runs {@code stop} once, on another thread, when the signal comes. The process then continues until the returned
     * handle is closed, but no longer than {@code timeout}.
     */
    Handle onStop(Runnable stop, Duration timeout);

    /** Ends the wait: the command has finished. */
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }

    /** The end of the JVM: Ctrl-C or SIGTERM. */
    static StopSignal ofJvm() {
        return (stop, timeout) -> {
            CountDownLatch ended = new CountDownLatch(1);
            Thread hook = new Thread(() -> stopAndWait(stop, ended, timeout), "leadflux-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                ended.countDown();
                removeHook(hook);
            };
        };
    }

    private static void stopAndWait(Runnable stop, CountDownLatch ended, Duration timeout) {
        stop.run();
        try {
            if (!ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("Stopped without waiting any longer.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // The hook is running and will end, since the latch is open.
            Thread.onSpinWait();
        }
    }
}

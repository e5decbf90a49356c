package io.leadflux.examples.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a command that it should come to an end, such as by Ctrl-C. */
@FunctionalInterface
public interface StopSignal {

    /**
     * Has {@code stop} run once, on another thread, when the signal comes. The process then goes on until the returned
     * handle is closed, but no longer than {@code patience}.
     */
    Handle onStop(Runnable stop, Duration patience);

    /** The command has ended by itself or has finished what it had to do after the signal. */
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }

    /** The end of the JVM: Ctrl-C, or a polite kill. */
    static StopSignal ofJvm() {
        return (stop, patience) -> {
            CountDownLatch ended = new CountDownLatch(1);
            Thread hook = new Thread(() -> stopAndWait(stop, ended, patience), "leadflux-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            return () -> {
                ended.countDown();
                removeHook(hook);
            };
        };
    }

    private static void stopAndWait(Runnable stop, CountDownLatch ended, Duration patience) {
        stop.run();
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
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
            // The hook runs at this moment, and ends since the latch is open.
            Thread.onSpinWait();
        }
    }
}

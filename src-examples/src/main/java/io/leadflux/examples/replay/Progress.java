package io.leadflux.examples.replay;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows the progress of a run. */
interface Progress extends AutoCloseable {

    /** {@code bytes} of the input have been read. Called by one thread at a time. */
    void read(long bytes);

    /** Shows the final state; idempotent. */
    @Override
    void close();

    /** Shows nothing. */
    static Progress none() {
        return new Progress() {
            @Override
            public void read(long bytes) {}

            @Override
            public void close() {}
        };
    }

    /**
     * A bar on stderr.
     *
     * @param totalBytes the input's size, or -1 when it is unknown
     * @param message a few words beside the bar
     */
    static Progress bar(long totalBytes, Supplier<String> message) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName("replay")
                .setInitialMax(totalBytes)
                .setUnit(" MB", 1_000_000)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                .setUpdateIntervalMillis(250)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
        AtomicBoolean closed = new AtomicBoolean();
        return new Progress() {
            private int calls;

            @Override
            public void read(long bytes) {
                bar.stepTo(bytes);
                if ((calls++ & 0xFF) == 0) {
                    bar.setExtraMessage(message.get());
                }
            }

            @Override
            public void close() {
                if (closed.compareAndSet(false, true)) {
                    bar.setExtraMessage(message.get());
                    bar.close();
                }
            }
        };
    }
}

package io.leadflux.reactor.deadletter;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import io.leadflux.validation.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Keeps dead letters in a file: one line for each event, in wire form, with the {@code dedupe_id} it was sent with. So
 * the file can be replayed as it is.
 *
 * <pre>{@code
 * NdjsonDeadLetters letters = NdjsonDeadLetters.to(Path.of("/var/lib/shop/dead-letters.ndjson"));
 * ConversionClient client = ConversionClient.builder(sender, keys).deadLetters(letters).build();
 * // at the end, in this order
 * client.close(patience).then(letters.disposeLater()).block();
 * }</pre>
 *
 * <p><b>Personal data:</b> the lines hold addresses, user agents and identifiers. Those of invalid events may hold what
 * the provider forbids. Events whose consent was withheld never reach this file, so a replay cannot send them. On a
 * file system with POSIX permissions, the file is readable and writable for its owner alone, and one that exists is made
 * so. A symbolic link is not followed. Guard the folder yourself, and delete files when you no longer need them.
 *
 * <p><b>Growth:</b> lines are appended. A file that is full, at 128 MiB by default, is renamed: {@code
 * dead-letters.ndjson} to {@code dead-letters.ndjson.1}, that to {@code .2}, and so on. There are up to 8 files, 1 GiB
 * together. Then the oldest is deleted, and a warning tells of it. You may move or delete any of the files at any time:
 * the next letter notices it and begins a new file.
 *
 * <p><b>Failures:</b> a letter that cannot be written is refused with an error, which the client isolates. The next
 * letter opens the file again. A line that a crash has cut off stays a separate line.
 *
 * <p>Thread-safe. Several clients may share one handler; several processes may not share one file. It has no thread:
 * letters are written on the scheduler, one at a time and in order, and never on the caller's thread.
 */
public final class NdjsonDeadLetters implements DeadLetterHandler, Disposable {

    private static final Logger LOG = Loggers.getLogger(NdjsonDeadLetters.class);
    private static final int MOST_WAITING = 4096;

    private final Path path;
    private final Scheduler scheduler;
    private final LetterFile file;
    private final Queue<Task> waiting = new MpscAtomicArrayQueue<>(MOST_WAITING);
    private final AtomicInteger work = new AtomicInteger();
    private final Sinks.Empty<Void> closed = Sinks.empty();
    private volatile boolean disposed;
    private final AtomicLong written = new AtomicLong();
    // Of the draining thread only.
    private boolean ended;

    private NdjsonDeadLetters(Builder builder) {
        this.path = builder.path;
        this.scheduler = builder.scheduler;
        this.file = new LetterFile(builder.path, builder.maxBytes, builder.maxFiles);
    }

    /** All defaults. Touches no disk yet. */
    public static NdjsonDeadLetters to(Path file) {
        return builder(file).build();
    }

    /**
     * A builder with all defaults.
     *
     * @param file created with the first letter unless it exists; its folder must exist
     */
    public static Builder builder(Path file) {
        return new Builder(requireNonNull(file, "file"));
    }

    /**
     * Opens the file, and creates it if necessary, so that a wrong path shows at the start. The first letter does so
     * too.
     *
     * <p>Cold. Completes on the scheduler; errs with an {@link IOException} when the file cannot be opened.
     */
    public Mono<Void> open() {
        return onScheduler(file::opened);
    }

    /**
     * Writes one letter.
     *
     * <p>Cold: each subscription writes it once more. Completes on the scheduler when the operating system has the
     * line. Errs with an {@link IOException} when the file cannot be written, or is full and may not be rotated, and with a
     * {@link RejectedExecutionException} when 4,096 letters wait, the scheduler takes no work, or this handler is disposed of.
     * A letter that is cancelled before its turn is not written.
     */
    @Override
    public Mono<Void> handle(DeliveryResult result) {
        requireNonNull(result, "result");
        return onScheduler(() -> {
            file.append(result.event());
            written.incrementAndGet();
            return null;
        });
    }

    /**
     * Completes when every letter that was handed over before the subscription has been written or refused and the disk
     * has them. Cold; signals on the scheduler; errs with an {@link IOException} when the disk fails.
     */
    public Mono<Void> flush() {
        return onScheduler(() -> {
            file.force();
            return null;
        });
    }

    /** Letters that were written. */
    public long written() {
        return written.get();
    }

    private interface Action {
        @Nullable
        Object run() throws IOException;
    }

    private static final class Task {
        final Action action;
        final MonoSink<Void> caller;
        volatile boolean cancelled;

        Task(Action action, MonoSink<Void> caller) {
            this.action = action;
            this.caller = caller;
            caller.onCancel(() -> cancelled = true);
        }

        void run() {
            if (cancelled) {
                return;
            }
            try {
                action.run();
            } catch (Throwable failure) {
                fail(failure);
                return;
            }
            tell(caller::success);
        }

        void fail(Throwable failure) {
            tell(() -> caller.error(failure));
        }
    }

    /** Tells a caller. One that throws, even an {@link Error}, must not end the loop that serves the others. */
    private static void tell(Runnable caller) {
        try {
            caller.run();
        } catch (Throwable broken) {
            LOG.warn(
                    "A caller of the dead letter file failed ({})",
                    broken.getClass().getName());
        }
    }

    private Mono<Void> onScheduler(Action action) {
        return Mono.create(caller -> {
            if (disposed) {
                caller.error(refused("the dead letter file is closed"));
            } else if (waiting.offer(new Task(action, caller))) {
                drainLater();
            } else {
                caller.error(refused("too many dead letters wait to be written"));
            }
        });
    }

    private static RejectedExecutionException refused(String why) {
        return new RejectedExecutionException(why);
    }

    private void drainLater() {
        if (work.getAndIncrement() == 0) {
            try {
                scheduler.schedule(this::drain);
            } catch (RejectedExecutionException closedScheduler) {
                drain(closedScheduler);
            } catch (Throwable broken) {
                drain(new RejectedExecutionException("the scheduler failed", broken));
            }
        }
    }

    private void drain() {
        drain(null);
    }

    private void drain(@Nullable RejectedExecutionException refusal) {
        int seen = work.get();
        while (seen != 0) {
            for (Task task = waiting.poll(); task != null; task = waiting.poll()) {
                if (refusal != null) {
                    task.fail(refusal);
                } else if (ended) {
                    task.fail(refused("the dead letter file is closed"));
                } else {
                    task.run();
                }
            }
            if (disposed && !ended) {
                end();
            }
            seen = work.addAndGet(-seen);
        }
    }

    private void end() {
        ended = true;
        try {
            file.force();
            file.close();
        } catch (Throwable failure) {
            tell(() -> closed.tryEmitError(failure));
            return;
        }
        tell(closed::tryEmitEmpty);
    }

    /** Takes no more letters, and closes the file after those that wait. Returns at once. */
    @Override
    public void dispose() {
        if (!disposed) {
            disposed = true;
            drainLater();
        }
    }

    /**
     * Takes no more letters from the first subscription on; completes when those handed over before have been written
     * or refused, the disk has them, and the file is closed.
     *
     * <p>Idempotent. Signals on the scheduler; errs with an {@link IOException} when the disk fails at the end.
     * Cancelling does not keep the file open. When the scheduler takes no more work, the file is closed on the caller's
     * thread. Close the client first.
     */
    public Mono<Void> disposeLater() {
        return Mono.defer(() -> {
            dispose();
            return closed.asMono();
        });
    }

    /** Whether it takes no more letters. */
    @Override
    public boolean isDisposed() {
        return disposed;
    }

    /** The absolute path of the file. */
    @Override
    public String description() {
        return "the file " + path.toAbsolutePath();
    }

    /** Where it writes, and how much it has written. */
    @Override
    public String toString() {
        return "NdjsonDeadLetters{file=" + path + ", written=" + written + '}';
    }

    /** Collects the options of {@link NdjsonDeadLetters}; not thread-safe. */
    public static final class Builder {

        private final Path path;
        private long maxBytes = 128L << 20;
        private int maxFiles = 8;
        private Scheduler scheduler = Schedulers.boundedElastic();

        private Builder(Path path) {
            this.path = path;
        }

        /** 128 MiB. How large each file may become, from 1 KiB to 1 TiB; what it held before counts. */
        public Builder maxBytes(long maxBytes) {
            this.maxBytes = Range.require("maxBytes", maxBytes, 1024, 1L << 40);
            return this;
        }

        /**
         * 8. How many files there may be, the one that is written included, from 1 to 1,000. With 1 there is no rotation: a
         * letter that does not fit is refused, and the client counts it as lost.
         */
        public Builder maxFiles(int maxFiles) {
            this.maxFiles = Range.require("maxFiles", maxFiles, 1, 1_000);
            return this;
        }

        /**
         * {@link Schedulers#boundedElastic()}. Where the file is written; its threads may block. It is not disposed of
         * here.
         */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = requireNonNull(scheduler, "scheduler");
            return this;
        }

        /** The handler; the disk is not touched yet. */
        public NdjsonDeadLetters build() {
            return new NdjsonDeadLetters(this);
        }
    }
}

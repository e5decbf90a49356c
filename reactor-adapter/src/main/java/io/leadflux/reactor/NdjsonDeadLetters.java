package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.Utf8Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Keeps dead letters in a file: one event a line, in wire form (NDJSON), so that it can be read back and sent again.
 *
 * <p>Lines are appended, each whole or not at all; what a crash left unfinished is set apart by a line break. Whatever waits
 * is written as one batch on {@link Schedulers#boundedElastic()} and handed to the operating system at once, so it survives
 * the end of the process, though not a power cut. Safe for use by many threads and clients at once; two instances must not
 * write to one file.
 *
 * <p>The file holds personal data. When it is made here, only its owner may read it, where the file system knows owners. An
 * event that {@linkplain DeliveryResult#mayBeDuplicate() may have been taken} stands there too, with its {@code dedupe_id};
 * sent again later than the provider merges ids, it may count twice.
 */
public final class NdjsonDeadLetters implements DeadLetterHandler {

    private static final int BATCH_BYTES = 1 << 20;

    /** A line and whoever waits for it; an empty line asks for the file alone, and none is the end. */
    private record Letter(@Nullable ByteBuffer line, MonoSink<Void> waiting) {

        int bytes() {
            return line == null ? 0 : line.remaining();
        }
    }

    private final DeadLetterFile file;
    private final Scheduler scheduler;
    private final Queue<Letter> pending =
            Queues.<Letter>unboundedMultiproducer().get();
    private final AtomicInteger wip = new AtomicInteger();
    private final LongAdder written = new LongAdder();
    private boolean closed;

    private NdjsonDeadLetters(Builder builder) {
        this.file = new DeadLetterFile(builder.path, builder.maxBytes, builder.opener);
        this.scheduler = builder.scheduler;
    }

    /** With all defaults. The file is opened, and made if need be, with the first letter; its folder must be there. */
    public static NdjsonDeadLetters create(Path file) {
        return builder(file).build();
    }

    /** A builder with all defaults. */
    public static Builder builder(Path file) {
        return new Builder(requireNonNull(file, "file"));
    }

    /**
     * Opens the file, and makes it if need be, so that a wrong path shows at the start; the first letter would do it too.
     * Starts on subscription; completes on the writing thread; errs with an {@link IOException} when it cannot be opened.
     */
    public Mono<Void> open() {
        return Mono.create(waiting -> enqueue(new Letter(ByteBuffer.allocate(0), waiting)));
    }

    /**
     * Appends the event of a result.
     *
     * <p>Cold: each subscription writes once. Completes on the writing thread when the line has been written; errs with an
     * {@link IOException} when it has not, because of the disk, the bound or the close. A later letter tries the disk anew.
     */
    @Override
    public Mono<Void> handle(DeliveryResult result) {
        requireNonNull(result, "result");
        return Mono.create(waiting -> enqueue(new Letter(line(result), waiting)));
    }

    private static ByteBuffer line(DeliveryResult result) {
        Utf8Buffer line = Utf8Buffer.create();
        EventEncoder.encode(result.event(), line);
        line.append((byte) '\n');
        return ByteBuffer.wrap(line.array(), 0, line.length());
    }

    /** Events written by this instance so far. */
    public long written() {
        return written.sum();
    }

    /**
     * Writes what waits, then closes the file; letters that come later are refused. Starts on subscription; idempotent;
     * errs with an {@link IOException} when closing fails. To be called after the clients have been closed.
     */
    public Mono<Void> disposeLater() {
        return Mono.create(waiting -> enqueue(new Letter(null, waiting)));
    }

    private void enqueue(Letter letter) {
        pending.add(letter);
        if (wip.getAndIncrement() == 0) {
            try {
                scheduler.schedule(this::drain);
            } catch (RejectedExecutionException stopped) {
                refuseAll(stopped);
            }
        }
    }

    private void refuseAll(RejectedExecutionException stopped) {
        int missed = 1;
        do {
            for (Letter letter = pending.poll(); letter != null; letter = pending.poll()) {
                letter.waiting.error(new IOException("no thread to write a dead letter", stopped));
            }
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    private void drain() {
        int missed = wip.get();
        do {
            List<Letter> batch = new ArrayList<>();
            int bytes = 0;
            for (Letter letter = pending.poll(); letter != null; letter = pending.poll()) {
                batch.add(letter);
                bytes += letter.bytes();
                if (letter.line == null || bytes >= BATCH_BYTES) {
                    work(batch, bytes);
                    batch.clear();
                    bytes = 0;
                }
            }
            work(batch, bytes);
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Lines, and perhaps the end as the last. */
    private void work(List<Letter> batch, int bytes) {
        Letter last = batch.isEmpty() ? null : batch.get(batch.size() - 1);
        if (last != null && last.line == null) {
            batch.remove(batch.size() - 1);
            write(batch, bytes);
            close(last);
        } else {
            write(batch, bytes);
        }
    }

    private void write(List<Letter> batch, int bytes) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            if (closed) {
                throw new IOException("the dead letter file is closed");
            }
            ByteBuffer lines = ByteBuffer.allocate(bytes);
            List<Letter> fitting = fitting(batch, lines);
            file.append(lines.flip());
            written.add(fitting.stream().filter(letter -> letter.bytes() > 0).count());
            fitting.forEach(letter -> letter.waiting.success());
        } catch (IOException failure) {
            batch.forEach(letter -> letter.waiting.error(failure));
        }
    }
    /** Puts the lines for which there is room into {@code lines}, and tells the others. */
    private List<Letter> fitting(List<Letter> batch, ByteBuffer lines) throws IOException {
        long room = file.room();
        List<Letter> fitting = new ArrayList<>(batch.size());
        for (Letter letter : batch) {
            if (lines.position() + letter.bytes() <= room) {
                lines.put(requireNonNull(letter.line).duplicate());
                fitting.add(letter);
            } else {
                letter.waiting.error(new IOException("the dead letter file has reached its bound"));
            }
        }
        return fitting;
    }

    private void close(Letter end) {
        closed = true;
        try {
            file.close();
            end.waiting.success();
        } catch (IOException failure) {
            end.waiting.error(failure);
        }
    }

    /** The file and how many events were written to it. */
    @Override
    public String toString() {
        return "NdjsonDeadLetters{" + file + ", written=" + written() + '}';
    }

    /** Collects the options of {@link NdjsonDeadLetters}; not thread-safe. */
    public static final class Builder {

        private final Path path;
        private long maxBytes = 1L << 30;
        private Scheduler scheduler = Schedulers.boundedElastic();
        private DeadLetterFile.Opener opener = DeadLetterFile.Opener.DISK;

        private Builder(Path path) {
            this.path = path;
        }

        /**
         * 1 GiB. How long the file may become, what was there before included, from 1 KiB to 1 TiB. A letter that would exceed
         * it is refused.
         */
        public Builder maxBytes(long maxBytes) {
            if (maxBytes < 1024 || maxBytes > 1L << 40) {
                throw new IllegalArgumentException("maxBytes must be from 1024 to " + (1L << 40) + ", not " + maxBytes);
            }
            this.maxBytes = maxBytes;
            return this;
        }

        /** {@link Schedulers#boundedElastic()}. Where the file is written to; its threads are blocked by the disk. */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = requireNonNull(scheduler, "scheduler");
            return this;
        }

        /** Replaces the disk, for tests of what it does wrong. */
        Builder opener(DeadLetterFile.Opener opener) {
            this.opener = opener;
            return this;
        }

        /** The handler; nothing is opened yet. */
        public NdjsonDeadLetters build() {
            return new NdjsonDeadLetters(this);
        }
    }
}

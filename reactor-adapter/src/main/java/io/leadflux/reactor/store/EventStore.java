package io.leadflux.reactor.store;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Range;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events on the disk until they have their result. What it said it has, it has after a crash of the process or of the
 * machine.
 *
 * <p><b>Two ways in.</b> With {@link #writeAhead} you keep the event and say what becomes of it; the store has it for the
 * case that the process ends. With {@link #spill} you let go of it, and {@link #read} returns it.
 *
 * <p><b>At least once.</b> Each event that is stored and not {@linkplain #acknowledge acknowledged} is read again after a
 * restart, so what was acknowledged in the last second before a crash may be read once more, with the same bytes and so with
 * the same {@code dedupe_id}. {@link StoredEvent#mayBeDuplicate()} is true whenever that is possible.
 *
 * <p><b>Bounded</b> by bytes and age. A lead that does not fit makes page views go, the oldest first, which the
 * {@link StoreListener} is told; a page view that does not fit is refused. Room comes with acknowledgements, without a
 * restart, also on a full disk. The heap holds one bit for each event in a segment that is partly acknowledged, and what
 * is in your hands; it does not grow with what is stored.
 *
 * <p><b>Threads:</b> every method may be called by any thread and returns at once. One thread that the store owns, {@code
 * leadflux-store}, writes, syncs and reads, and completes what the methods return: do not block it. {@link Builder#open()}
 * does block.
 *
 * <p><b>Personal data:</b> segments hold what events hold. Files are readable and writable for their owner alone; {@link
 * Builder#encryption} encrypts every event. An acknowledged event stays on the disk until every event of its segment is
 * acknowledged. {@link #erase} removes a person's events, those among them too.
 */
public final class EventStore {

    private final Path directory;
    private final StoreContext context;
    private final StoreQueue queue;
    private final StoreThread thread;

    private EventStore(Path directory, StoreContext context, StoreQueue queue, StoreThread thread) {
        this.directory = directory;
        this.context = context;
        this.queue = queue;
        this.thread = thread;
    }

    /**
     * A builder with every option at its default.
     *
     * @param directory for this store alone; created, with mode 0700, unless it exists; its parent must exist
     */
    public static Builder builder(Path directory) {
        return new Builder(requireNonNull(directory, "directory"));
    }

    /**
     * Stores an event that you keep: say with {@link #acknowledge} or {@link #release} what becomes of it. It is not read
     * by this process unless it is released.
     *
     * @return completes with the event's sequence number once the event is durable, on the store's thread; fails with a
     *     {@link StoreException}, and then the event is not stored, as far as the store knows. One that you cancel may be
     *     stored, and is then read as if it were {@linkplain #spill spilled}
     */
    public CompletableFuture<Long> writeAhead(NewEvent event) {
        return store(new PendingEvent(requireNonNull(event, "event"), true));
    }

    /**
     * Stores an event that you let go of once it is durable.
     *
     * @return as that of {@link #writeAhead}
     */
    public CompletableFuture<Long> spill(NewEvent event) {
        return store(new PendingEvent(requireNonNull(event, "event"), false));
    }

    private CompletableFuture<Long> store(PendingEvent pending) {
        if (thread.isClosing()) {
            return CompletableFuture.failedFuture(StoreException.closed());
        }
        if (!queue.offer(pending)) {
            return CompletableFuture.failedFuture(StoreException.busy("too many events wait to be stored"));
        }
        thread.wake();
        if (thread.isClosed()) {
            pending.stored.completeExceptionally(StoreException.closed());
        }
        return pending.stored;
    }

    /**
     * Reads events that are in nobody's hands, the oldest first. They are in yours from then on: acknowledge or release
     * each. Events past their deadline are read too.
     *
     * @param name whether to read leads or page views
     * @param maxEvents the most events, 1 to 10,000
     * @param maxBytes the most bytes of all of them, 1 to 16,777,216; a first event that is larger is read nevertheless
     * @return completes with the events, with none when there are none; fails with a {@link StoreException}: {@code BUSY}
     *     when 64 reads wait already
     */
    public CompletableFuture<List<StoredEvent>> read(EventName name, int maxEvents, int maxBytes) {
        requireNonNull(name, "name");
        Range.require("maxEvents", maxEvents, 1, 10_000);
        Range.require("maxBytes", maxBytes, 1, SegmentWriter.MAX_SEGMENT);
        CompletableFuture<List<StoredEvent>> events = new CompletableFuture<>();
        request(queue.readings.offer(new StoreQueue.Reading(name, maxEvents, maxBytes, events)), events);
        return events;
    }

    private void request(boolean queued, CompletableFuture<?> reply) {
        if (!queued) {
            reply.completeExceptionally(StoreException.busy("too many requests wait for the store"));
            return;
        }
        thread.wake();
        if (thread.isClosed()) {
            reply.completeExceptionally(StoreException.closed());
        }
    }

    /**
     * The event has its result and need not be kept. Durable within a second, unless the disk fails. Does nothing for an
     * event that is not in your hands.
     *
     * @param sequence what {@link #writeAhead} returned, or {@link StoredEvent#sequence()}
     */
    public void acknowledge(long sequence) {
        settle(sequence, Segment.FINAL);
    }

    /**
     * Gives an event back that has no result: it is read again, by this process or the next. Does nothing for an event that
     * is not in your hands.
     *
     * @param attempts how often it has been sent in all, 0 to 65,535
     * @param mayBeDuplicate whether one of the attempts may have succeeded
     */
    public void release(long sequence, int attempts, boolean mayBeDuplicate) {
        Range.require("attempts", attempts, 0, NewEvent.MAX_ATTEMPTS);
        settle(sequence, attempts | (mayBeDuplicate ? Segment.MAY_BE_DUPLICATE : 0));
    }

    private void settle(long sequence, int state) {
        if (context.taken.giveBack(sequence)) {
            queue.settled.add(new StoreQueue.Settled(sequence, state));
            thread.wake();
        }
    }

    /**
     * Removes every stored event that {@code predicate} matches, acknowledged ones that are still on the disk included: it
     * rewrites their segments, one after the other, while storing goes on. What is stored after the call is not looked at,
     * and an event in your hands is still yours.
     *
     * @param predicate over decoded events, by {@code client_id} or {@code user_id}; called on the store's thread
     * @return completes once the disk has forgotten them; fails with a {@link StoreException} when a segment could not be
     *     rewritten, for want of space for example: some may be left, and you can call again. {@code BUSY} when 64 wait
     */
    public CompletableFuture<EraseReport> erase(Predicate<ServerEvent> predicate) {
        CompletableFuture<EraseReport> report = new CompletableFuture<>();
        request(queue.erasings.offer(new StoreQueue.Erasing(requireNonNull(predicate, "predicate"), report)), report);
        return report;
    }

    /** How the store is: as of its last turn, which every change brings about. */
    public StoreStats stats() {
        return thread.stats();
    }

    /** Events that are in somebody's hands: written ahead or read, and neither acknowledged nor released. */
    public int held() {
        return context.taken.size();
    }

    /**
     * Takes no more, stores what waits, makes acknowledgements and releases durable, and lets go of the directory. Reads and
     * erasures that wait are refused. Release what is in your hands first: only if nothing is, the next process can tell which events may be
     * duplicates; otherwise it has to assume it of each.
     *
     * @return completes when that is done, on the store's thread; fails with an {@link IOException} when the disk failed
     *     at the end, and the store is closed nevertheless. The same for each call
     */
    public CompletableFuture<Void> close() {
        return thread.close();
    }

    /** One turn of the store's work, for tests that have no thread; true when another should follow. */
    boolean turn() {
        return thread.turn();
    }

    /** Where it is; nothing of an event. */
    @Override
    public String toString() {
        return "EventStore{directory=" + directory + ", " + stats() + '}';
    }

    /** Collects the options of an {@link EventStore}; not thread-safe. */
    public static final class Builder {

        private static final long MIB = 1024 * 1024;

        private final Path directory;
        private long maxBytes = 1024 * MIB;
        private Duration maxAge = Duration.ofDays(7);
        private int segmentBytes = SegmentWriter.MAX_SEGMENT;
        private int maxQueued = 16_384;
        private long maxQueuedBytes = 32 * MIB;
        private @Nullable EncryptionKeys keys;
        private StoreListener listener = StoreListener.NONE;
        private LongSupplier clock = System::currentTimeMillis;
        private LongSupplier nanos = System::nanoTime;
        private LongSupplier random = new SecureRandom()::nextLong;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /**
         * 1 GiB. How many bytes all files may have together, from 64 MiB to 1 TiB. While a segment is rewritten it may be
         * exceeded by one, that is by 16 MiB.
         */
        public Builder maxBytes(long maxBytes) {
            this.maxBytes = Range.require("maxBytes", maxBytes, 64 * MIB, 1024 * 1024 * MIB);
            return this;
        }

        /**
         * 7 days. After this time since it came in, an event goes, from 1 minute to 90 days; up to a sixteenth later, since
         * whole segments go.
         */
        public Builder maxAge(Duration maxAge) {
            this.maxAge = Range.require("maxAge", maxAge, Duration.ofMinutes(1), Duration.ofDays(90));
            return this;
        }

        /**
         * 16,384 events and 32 MiB. How much may wait to be written, from 1 to 1,048,576 events and from 1 KiB to 1 GiB;
         * beyond that, events are refused as {@link StoreException.Reason#BUSY}.
         */
        public Builder queueCapacity(int events, long bytes) {
            this.maxQueued = Range.require("events", events, 1, 1 << 20);
            this.maxQueuedBytes = Range.require("bytes", bytes, 1024, 1024 * MIB);
            return this;
        }

        /** None: events are stored in the clear. The keys that they are encrypted with. */
        public Builder encryption(EncryptionKeys keys) {
            this.keys = requireNonNull(keys, "keys");
            return this;
        }

        /** {@link StoreListener#NONE}. Is told what the store loses. */
        public Builder listener(StoreListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        Builder time(LongSupplier clock, LongSupplier nanos) {
            this.clock = clock;
            this.nanos = nanos;
            return this;
        }

        Builder random(LongSupplier random) {
            this.random = random;
            return this;
        }

        Builder bounds(long maxBytes, int segmentBytes) {
            this.maxBytes = maxBytes;
            this.segmentBytes = segmentBytes;
            return this;
        }

        /**
         * Opens the store and finds out what it holds, which takes about a second for each GiB; it needs no space. Blocks:
         * call it where that is allowed.
         *
         * @throws IOException when the directory is in use, is no directory of the right kind, or the disk fails; when a
         *     segment was written by a later release
         */
        public EventStore open() throws IOException {
            LocalDisk disk = LocalDisk.of(directory);
            DirectoryLock lock = DirectoryLock.acquire(directory);
            try {
                EventStore store = open(disk, lock::close);
                store.thread.start();
                return store;
            } catch (IOException | RuntimeException | Error failure) {
                lock.close();
                throw failure;
            }
        }

        /** A store without a thread: its turns are {@link EventStore#turn}. */
        EventStore open(Disk disk, StoreThread.Ending ending) throws IOException {
            StoreContext context = new StoreContext(
                    new StoreOptions(
                            maxBytes,
                            maxAge,
                            segmentBytes,
                            maxQueued,
                            maxQueuedBytes,
                            keys,
                            listener,
                            clock,
                            nanos,
                            random),
                    disk);
            StoreQueue queue = new StoreQueue(maxQueued, maxQueuedBytes);
            StoreWriter writer = new StoreWriter(context, queue);
            writer.recover();
            return new EventStore(directory, context, queue, new StoreThread(writer, queue, ending));
        }
    }
}

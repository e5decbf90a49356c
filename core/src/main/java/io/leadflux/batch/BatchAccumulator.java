package io.leadflux.batch;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.Utf8Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects events into the body of one request. Each event is encoded once, directly after the one before it.
 *
 * <p>It has neither a thread nor a clock: you decide when to seal a batch. Not thread-safe.
 */
public final class BatchAccumulator {

    private static final BufferPool SHARED_POOL = new BufferPool();
    private static final int FIRST_CAPACITY = 4096;
    private static final int SMALLEST_EVENT = "{\"data\":null}".length();

    /** After this many events their average length is known, and the batch is likely to fill. */
    private static final int SAMPLE_SIZE = 8;

    private final BatchLimits limits;
    private final BufferPool pool;
    private final int[] starts;
    private @Nullable ServerEvent[] events;
    private int size;
    private int end;

    /** What the next batch is encoded into; null until its first event, so that an idle accumulator holds no memory. */
    private @Nullable Utf8Buffer buffer;

    /** The length of the last body, or 0 before the first; the next one tends to be alike. */
    private int expectedLength;

    BatchAccumulator(BatchLimits limits, BufferPool pool) {
        this.limits = limits;
        this.pool = pool;
        this.starts = new int[limits.maxEvents() + 1];
        this.events = new ServerEvent[limits.maxEvents()];
    }

    /** An empty accumulator whose batches keep to {@code limits}. */
    public static BatchAccumulator of(BatchLimits limits) {
        return new BatchAccumulator(requireNonNull(limits, "limits"), SHARED_POOL);
    }

    /** Adds the event if it fits; otherwise changes nothing and returns the reason. */
    public AddResult add(ServerEvent event) {
        if (size == limits.maxEvents()) {
            return AddResult.FULL;
        }
        // Every character takes at least a byte, so a huge event is turned away before it is encoded.
        if (event.textLength() > limits.maxBytes()) {
            return AddResult.TOO_LARGE;
        }
        Utf8Buffer out = isEmpty() ? begin() : proceed();
        int start = out.length();
        EventEncoder.encode(event, out);
        int length = out.length() - start;
        if (out.length() + Envelope.TAIL_LENGTH > limits.maxBytes()) {
            int alone = Envelope.HEAD_LENGTH + length + Envelope.TAIL_LENGTH;
            return alone > limits.maxBytes() ? AddResult.TOO_LARGE : AddResult.FULL;
        }
        starts[size] = start;
        events[size] = event;
        size++;
        end = out.length();
        return AddResult.ADDED;
    }

    private Utf8Buffer begin() {
        Utf8Buffer out = buffer;
        if (out == null) {
            out = Utf8Buffer.over(expectedLength == 0 ? pool.acquireAny(FIRST_CAPACITY) : pool.acquire(expectedLength));
            buffer = out;
        }
        out.truncate(0);
        out.append(Envelope.head());
        return out;
    }

    /** Drops what is left of an event that did not fit, or whose encoding failed. */
    private Utf8Buffer proceed() {
        Utf8Buffer out = requireNonNull(buffer);
        out.truncate(end);
        if (size == SAMPLE_SIZE) {
            reserveForFullBatch(out);
        }
        out.append(Envelope.COMMA);
        return out;
    }

    /** Grows the buffer once, and not several times, for a batch that fills with events like these. */
    private void reserveForFullBatch(Utf8Buffer out) {
        int full = (int) Math.min((long) end / size * limits.maxEvents(), limits.maxBytes());
        if (out.capacity() < full) {
            out.reserve(BufferPool.roomy(full) - end);
        }
    }

    /** How many events have been added since the last seal. */
    public int size() {
        return size;
    }

    /** The length in bytes of the body, if the batch were sealed now; 0 when it is empty. */
    public int bytes() {
        return isEmpty() ? 0 : end + Envelope.TAIL_LENGTH;
    }

    /** Whether no event has been added since the last seal. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether no further event fits, however small. */
    public boolean isFull() {
        int least = end + 1 + SMALLEST_EVENT + Envelope.TAIL_LENGTH;
        return size == limits.maxEvents() || (!isEmpty() && least > limits.maxBytes());
    }

    /**
     * Returns the events so far as one immutable batch, and empties the accumulator.
     *
     * @throws IllegalStateException when there is no event
     */
    public EventBatch seal() {
        Utf8Buffer out = buffer;
        if (out == null || isEmpty()) {
            throw new IllegalStateException("a batch needs at least one event");
        }
        out.truncate(end);
        out.append(Envelope.tail());
        starts[size] = end + 1;
        RefCountedBytes bytes = new RefCountedBytes(takeBytes(out), size, pool);
        EventBatch batch = EventBatch.sealed(takeEvents(), bytes, Arrays.copyOf(starts, size + 1));
        buffer = null;
        size = 0;
        return batch;
    }

    @SuppressWarnings("NullAway") // every place up to the size holds an event
    private ServerEvent[] takeEvents() {
        @Nullable ServerEvent[] all = events;
        if (size == all.length) {
            events = new ServerEvent[size];
            return all;
        }
        ServerEvent[] some = Arrays.copyOf(all, size);
        Arrays.fill(all, 0, size, null);
        return some;
    }

    /** A batch that fills a quarter of the buffer or more takes the array itself; any other takes a copy. */
    private byte[] takeBytes(Utf8Buffer out) {
        int length = out.length();
        expectedLength = Math.max(FIRST_CAPACITY, length);
        if (length >= out.capacity() / 4) {
            return out.array();
        }
        byte[] bytes = out.toByteArray();
        pool.release(out.array());
        return bytes;
    }
}

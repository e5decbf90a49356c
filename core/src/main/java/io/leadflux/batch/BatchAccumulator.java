package io.leadflux.batch;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.Utf8Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects events into the body of one request. Each is encoded once, straight behind the one before it.
 *
 * <p>It has no thread and no clock: when a batch is due is its owner's business. Not thread-safe.
 */
public final class BatchAccumulator {

    private static final int FIRST_CAPACITY = 4096;

    /** So many events tell how large they are, and that the batch is likely to fill. */
    private static final int ENOUGH_TO_TELL = 8;

    private static final BufferPool SPARES = new BufferPool();
    private static final int SMALLEST_EVENT = "{\"data\":null}".length();

    private final BatchLimits limits;
    private final BufferPool spares;
    private final int[] starts;

    /** Of each its object, or where there are only the bytes its name. */
    private @Nullable Object[] events;

    private int size;
    private int end;

    /** What the next batch is encoded into; null until its first event comes, so that an idle accumulator holds none. */
    private @Nullable Utf8Buffer buffer;

    /** How much the next buffer should hold: as much as the last batch, since batches tend to be alike. 0 before the first. */
    private int wanted;

    BatchAccumulator(BatchLimits limits, BufferPool spares) {
        this.limits = limits;
        this.spares = spares;
        this.starts = new int[limits.maxEvents() + 1];
        this.events = new Object[limits.maxEvents()];
    }

    /** An empty accumulator whose batches keep to {@code limits}. */
    public static BatchAccumulator of(BatchLimits limits) {
        return new BatchAccumulator(requireNonNull(limits, "limits"), SPARES);
    }

    /** Encodes the event behind the others, if it fits; otherwise changes nothing and says why. */
    public AddResult add(ServerEvent event) {
        if (size == limits.maxEvents()) {
            return AddResult.FULL;
        }
        // Every character takes a byte or more, so a huge event is turned away before it is encoded.
        if (event.textLength() > limits.maxBytes()) {
            return AddResult.TOO_LARGE;
        }
        Utf8Buffer out = isEmpty() ? begun() : continued();
        int start = out.length();
        EventEncoder.encode(event, out);
        return added(event, start, out);
    }

    /**
     * As {@link #add(ServerEvent)}, of an event that is encoded already. The batch holds its bytes only, and reads the event
     * from them whenever it is asked for it.
     */
    public AddResult add(EncodedEvent event) {
        if (size == limits.maxEvents()) {
            return AddResult.FULL;
        }
        if (event.length() > limits.maxBytes()) {
            return AddResult.TOO_LARGE;
        }
        Utf8Buffer out = isEmpty() ? begun() : continued();
        int start = out.length();
        event.writeTo(out);
        return added(event.name(), start, out);
    }

    private AddResult added(@Nullable Object eventOrName, int start, Utf8Buffer out) {
        int length = out.length() - start;
        if (out.length() + Envelope.TAIL_LENGTH > limits.maxBytes()) {
            int alone = Envelope.HEAD_LENGTH + length + Envelope.TAIL_LENGTH;
            return alone > limits.maxBytes() ? AddResult.TOO_LARGE : AddResult.FULL;
        }
        starts[size] = start;
        events[size] = eventOrName;
        size++;
        end = out.length();
        return AddResult.ADDED;
    }

    private Utf8Buffer begun() {
        Utf8Buffer out = buffer;
        if (out == null) {
            out = Utf8Buffer.over(wanted == 0 ? spares.takeAny(FIRST_CAPACITY) : spares.take(wanted));
            buffer = out;
        }
        out.truncate(0);
        out.append(Envelope.head());
        return out;
    }

    /** Drops what an event that did not fit, or that was cut short by an exception, has left behind. */
    private Utf8Buffer continued() {
        Utf8Buffer out = requireNonNull(buffer);
        out.truncate(end);
        if (size == ENOUGH_TO_TELL) {
            makeRoomForAll(out);
        }
        out.append(Envelope.COMMA);
        return out;
    }

    /** Lets the buffer grow once, and not several times, if the batch fills with events like these. */
    private void makeRoomForAll(Utf8Buffer out) {
        int full = (int) Math.min((long) end / size * limits.maxEvents(), limits.maxBytes());
        if (out.capacity() < full) {
            out.reserve(BufferPool.roomy(full) - end);
        }
    }

    /** How many events have been added since the last seal. */
    public int size() {
        return size;
    }

    /** How long the body of the batch would be if it were sealed now; 0 when it is empty. */
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
     * The events so far as one immutable batch; the accumulator is empty afterwards.
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
        RefCountedBytes bytes = new RefCountedBytes(bytesHandedOver(out), size, spares);
        EventBatch batch = EventBatch.sealed(eventsHandedOver(), bytes, Arrays.copyOf(starts, size + 1));
        buffer = null;
        size = 0;
        return batch;
    }

    private @Nullable Object[] eventsHandedOver() {
        @Nullable Object[] all = events;
        if (size == all.length) {
            events = new Object[size];
            return all;
        }
        @Nullable Object[] some = Arrays.copyOf(all, size);
        Arrays.fill(all, 0, size, null);
        return some;
    }

    /** A batch that fills a quarter of the buffer or more gets the array itself, any other a copy of its size. */
    private byte[] bytesHandedOver(Utf8Buffer out) {
        int length = out.length();
        wanted = Math.max(FIRST_CAPACITY, length);
        if (length >= out.capacity() / 4) {
            return out.array();
        }
        byte[] bytes = out.toByteArray();
        spares.give(out.array());
        return bytes;
    }
}

package io.leadflux.batch;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.ServerEvent;
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
    private static final int SMALLEST_EVENT = "{\"data\":null}".length();

    private final BatchLimits limits;
    private final int[] starts;
    private @Nullable ServerEvent[] events;
    private int size;
    private Utf8Buffer buffer;
    private int end;

    private BatchAccumulator(BatchLimits limits) {
        this.limits = limits;
        this.starts = new int[limits.maxEvents() + 1];
        this.events = new ServerEvent[limits.maxEvents()];
        this.buffer = Utf8Buffer.create(FIRST_CAPACITY);
        begin();
    }

    /** An empty accumulator whose batches keep to {@code limits}. */
    public static BatchAccumulator of(BatchLimits limits) {
        return new BatchAccumulator(requireNonNull(limits, "limits"));
    }

    /** Encodes the event behind the others, if it fits; otherwise changes nothing and says why. */
    public AddResult add(ServerEvent event) {
        return add(event, event);
    }

    /**
     * As {@link #add(ServerEvent)}, but the batch keeps the event's bytes only, and reads them whenever it is asked for the
     * event. So ten thousands of events can wait for long as a few hundred objects.
     */
    public AddResult addBytesOf(ServerEvent event) {
        return add(event, null);
    }

    private AddResult add(ServerEvent event, @Nullable ServerEvent kept) {
        if (size == limits.maxEvents()) {
            return AddResult.FULL;
        }
        // Every character takes a byte or more, so a huge event is turned away before it is encoded.
        if (event.textLength() > limits.maxBytes()) {
            return AddResult.TOO_LARGE;
        }
        int start = begunAt(end);
        EventEncoder.encode(event, buffer);
        int length = buffer.length() - start;
        if (buffer.length() + Envelope.TAIL_LENGTH > limits.maxBytes()) {
            buffer.truncate(end);
            int alone = Envelope.HEAD_LENGTH + length + Envelope.TAIL_LENGTH;
            return alone > limits.maxBytes() ? AddResult.TOO_LARGE : AddResult.FULL;
        }
        starts[size] = start;
        events[size] = kept;
        size++;
        end = buffer.length();
        return AddResult.ADDED;
    }

    // Drops what an encoding that was cut short by an exception has left behind.
    private int begunAt(int committed) {
        buffer.truncate(committed);
        if (!isEmpty()) {
            buffer.append(Envelope.COMMA);
        }
        return buffer.length();
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
        if (isEmpty()) {
            throw new IllegalStateException("a batch needs at least one event");
        }
        buffer.truncate(end);
        buffer.append(Envelope.tail());
        starts[size] = end + 1;
        EventBatch batch = EventBatch.sealed(eventsHandedOver(), bytesHandedOver(), Arrays.copyOf(starts, size + 1));
        begin();
        return batch;
    }

    private @Nullable ServerEvent[] eventsHandedOver() {
        @Nullable ServerEvent[] all = events;
        if (size == all.length) {
            events = new ServerEvent[size];
            return all;
        }
        @Nullable ServerEvent[] some = Arrays.copyOf(all, size);
        Arrays.fill(all, 0, size, null);
        return some;
    }

    // A batch that fills less than half of the buffer gets a copy of its size, and the buffer stays; any other gets the
    // buffer itself, and the next buffer is made a little larger than this batch, since batches tend to be alike.
    private byte[] bytesHandedOver() {
        int length = buffer.length();
        byte[] bytes = buffer.array();
        if (length < buffer.capacity() / 2) {
            bytes = buffer.toByteArray();
            if (buffer.capacity() > limits.maxBytes()) {
                buffer = Utf8Buffer.create(FIRST_CAPACITY);
            }
        } else {
            buffer = Utf8Buffer.create(Math.max(FIRST_CAPACITY, length + length / 8));
        }
        return bytes;
    }

    private void begin() {
        size = 0;
        buffer.truncate(0);
        buffer.append(Envelope.head());
        end = buffer.length();
    }
}

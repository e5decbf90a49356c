package io.leadflux.batch;

import static java.util.Objects.checkIndex;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EncodedEvent;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One or more events with the body that carries them: {@code {"events":[…]}} in UTF-8.
 *
 * <p>Immutable and thread-safe. A part of a batch shares the bytes of the whole: nothing is encoded again, however often a
 * batch is sent, split or narrowed. An event that was {@linkplain BatchAccumulator#add(EncodedEvent) added as bytes} is
 * read from them whenever it is asked for: equal each time, and each time another object.
 *
 * <p>Whoever knows that a batch is not needed any more may {@linkplain #release() release} it; nobody has to.
 */
public final class EventBatch {

    /*
     * bytes holds a whole body, of which this batch may be a part. Event i stands there at from[i]; in this batch's own
     * body it stands at starts[i]. The last entry of starts is where the next event would stand, so the length of event i
     * is starts[i + 1] - starts[i] - 1, the one byte being the comma. In a batch fresh from the accumulator from and
     * starts are the same array. Of an event of which there are only the bytes, events holds the name.
     */
    private final @Nullable Object[] events;
    private final RefCountedBytes bytes;
    private final int[] from;
    private final int[] starts;
    private final AtomicBoolean released = new AtomicBoolean();

    private EventBatch(@Nullable Object[] events, RefCountedBytes bytes, int[] from, int[] starts) {
        this.events = events;
        this.bytes = bytes;
        this.from = from;
        this.starts = starts;
    }

    /** A batch that takes over its arguments: {@code bytes} holds its body from the first byte on. */
    static EventBatch sealed(@Nullable Object[] events, RefCountedBytes bytes, int[] starts) {
        return new EventBatch(events, bytes, starts, starts);
    }

    /** How many events the batch holds; at least 1. */
    public int size() {
        return events.length;
    }

    /**
     * The event at {@code index}, counted from 0 in the order in which they were added.
     *
     * @throws IllegalStateException when it has to be read from bytes that have been released
     */
    public ServerEvent event(int index) {
        return events[checkIndex(index, size())] instanceof ServerEvent event
                ? event
                : encoded(index).event();
    }

    /** Whether the batch holds the event at {@code index} as an object, and not as its bytes only. */
    public boolean holdsObject(int index) {
        return events[checkIndex(index, size())] instanceof ServerEvent;
    }

    /**
     * A copy of the event's bytes, which the batch's {@linkplain #release() release} leaves as they are.
     *
     * @throws IllegalStateException when the bytes have been released
     */
    public EncodedEvent encoded(int index) {
        Object eventOrName = events[checkIndex(index, size())];
        EventName name = eventOrName instanceof ServerEvent event ? event.name() : (EventName) eventOrName;
        byte[] held = bytes.hold();
        try {
            return EncodedEvent.copyOf(held, from[index], eventLength(index), name);
        } finally {
            bytes.release(1);
        }
    }

    /** All events, as an immutable list. */
    public List<ServerEvent> events() {
        return new Events();
    }

    private final class Events extends AbstractList<ServerEvent> implements RandomAccess {

        @Override
        public ServerEvent get(int index) {
            return event(index);
        }

        @Override
        public int size() {
            return EventBatch.this.size();
        }
    }

    /** Where the event at {@code index} begins in the body. */
    public int eventOffset(int index) {
        return starts[checkIndex(index, size())];
    }

    /** How many bytes of the body the event at {@code index} takes, without the comma behind it. */
    public int eventLength(int index) {
        return starts[checkIndex(index, size()) + 1] - starts[index] - 1;
    }

    /** How many bytes the body has. */
    public int bodyLength() {
        return starts[size()] - 1 + Envelope.TAIL_LENGTH;
    }

    /**
     * Writes the body at the position of {@code target}, which moves behind it.
     *
     * @throws BufferOverflowException when fewer than {@link #bodyLength()} bytes remain; nothing is written then
     * @throws IllegalStateException when the bytes have been released; nothing is written then
     */
    public void writeBody(ByteBuffer target) {
        if (target.remaining() < bodyLength()) {
            throw new BufferOverflowException();
        }
        byte[] held = bytes.hold();
        try {
            write(held, target);
        } finally {
            bytes.release(1);
        }
    }

    private void write(byte[] held, ByteBuffer target) {
        target.put(Envelope.head());
        for (int first = 0; first < size(); ) {
            int behind = runEnd(first);
            if (first > 0) {
                target.put(Envelope.COMMA);
            }
            target.put(held, from[first], from[behind - 1] + eventLength(behind - 1) - from[first]);
            first = behind;
        }
        target.put(Envelope.tail());
    }

    /** The index behind the events that stand next to each other in {@code bytes}, from {@code first} on. */
    private int runEnd(int first) {
        int index = first + 1;
        while (index < size() && from[index] == from[index - 1] + eventLength(index - 1) + 1) {
            index++;
        }
        return index;
    }

    /**
     * A copy of the body.
     *
     * @throws IllegalStateException when the bytes have been released
     */
    public byte[] body() {
        ByteBuffer body = ByteBuffer.allocate(bodyLength());
        writeBody(body);
        return body.array();
    }

    /**
     * The batch of the events from {@code from} to before {@code to}; it shares this one's bytes.
     *
     * @param from the first index, 0 or more
     * @param to the index behind the last, above {@code from} and at most {@link #size()}
     */
    public EventBatch slice(int from, int to) {
        if (from < 0 || to > size() || from >= to) {
            throw new IndexOutOfBoundsException(
                    "a slice is a part of 0 to " + size() + " with at least one event, not " + from + " to " + to);
        }
        int[] sources = Arrays.copyOfRange(this.from, from, to);
        int[] own = Arrays.copyOfRange(starts, from, to + 1);
        int shift = own[0] - Envelope.HEAD_LENGTH;
        for (int i = 0; i < own.length; i++) {
            own[i] -= shift;
        }
        return new EventBatch(Arrays.copyOfRange(events, from, to), bytes, sources, own);
    }

    /**
     * The batch of the events at {@code indices}; it shares this one's bytes.
     *
     * @param indices at least one, each greater than the one before it
     */
    public EventBatch select(int... indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("indices must not be empty");
        }
        @Nullable Object[] selected = new Object[indices.length];
        int[] sources = new int[indices.length];
        int[] own = new int[indices.length + 1];
        own[0] = Envelope.HEAD_LENGTH;
        for (int i = 0; i < indices.length; i++) {
            int index = checkIndex(indices[i], size());
            if (i > 0 && index <= indices[i - 1]) {
                throw new IllegalArgumentException("indices must ascend, but " + index + " follows " + indices[i - 1]);
            }
            selected[i] = events[index];
            sources[i] = from[index];
            own[i + 1] = own[i] + eventLength(index) + 1;
        }
        return new EventBatch(selected, bytes, sources, own);
    }

    /**
     * Lets go of the batch's bytes. When every event's have been let go of, by the batch or by parts of it that do not
     * overlap, the memory serves a later batch; until then all else works as before, and afterwards what needs the bytes
     * throws. Idempotent; any thread.
     */
    public void release() {
        if (released.compareAndSet(false, true)) {
            bytes.release(size());
        }
    }

    /** How many events and bytes; nothing of an event. */
    @Override
    public String toString() {
        return "EventBatch{size=" + size() + ", bodyLength=" + bodyLength() + '}';
    }
}

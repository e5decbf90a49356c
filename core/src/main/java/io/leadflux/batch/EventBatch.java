package io.leadflux.batch;

import static java.util.Objects.checkIndex;

import io.leadflux.event.ServerEvent;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One or more events and the request body that carries them: {@code {"events":[…]}} in UTF-8.
 *
 * <p>Immutable and thread-safe. The parts of a batch share its bytes: however often you send, split or narrow a batch,
 * no event is encoded again.
 *
 * <p>{@linkplain #release() Releasing} a batch that you no longer need is optional. It lets a later batch reuse the
 * memory.
 */
public final class EventBatch {

    /*
     * bytes holds a whole body, of which this batch may be a part. Event i begins there at sources[i]; in this batch's
     * own body it begins at starts[i]. The last entry of starts is where the next event would begin, so the length of
     * event i is starts[i + 1] - starts[i] - 1, the one byte being the comma. In a batch fresh from the accumulator,
     * sources and starts are the same array.
     */
    private final ServerEvent[] events;
    private final RefCountedBytes bytes;
    private final int[] sources;
    private final int[] starts;
    private final AtomicBoolean released = new AtomicBoolean();

    private EventBatch(ServerEvent[] events, RefCountedBytes bytes, int[] sources, int[] starts) {
        this.events = events;
        this.bytes = bytes;
        this.sources = sources;
        this.starts = starts;
    }

    /** A batch that takes over its arguments: {@code bytes} holds its body from the first byte on. */
    static EventBatch sealed(ServerEvent[] events, RefCountedBytes bytes, int[] starts) {
        return new EventBatch(events, bytes, starts, starts);
    }

    /**
     * One batch of the events of all {@code parts}, in that order. Their bytes are copied, so the new batch keeps nothing of
     * theirs in memory; it does not release them. The caller sees to it that the result is within the provider's limits.
     *
     * @param parts at least one, none of them released
     * @throws IllegalStateException when the bytes of a part have been released
     */
    public static EventBatch merge(List<EventBatch> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("parts must not be empty");
        }
        int size = parts.stream().mapToInt(EventBatch::size).sum();
        int length = parts.stream().mapToInt(EventBatch::bodyLength).sum();
        ByteBuffer body = ByteBuffer.allocate(length);
        ServerEvent[] events = new ServerEvent[size];
        int[] starts = new int[size + 1];
        int index = 0;
        body.put(Envelope.head());
        for (EventBatch part : parts) {
            if (index > 0) {
                body.put(Envelope.COMMA);
            }
            int shift = body.position() - Envelope.HEAD_LENGTH;
            part.writeEvents(body);
            for (int i = 0; i < part.size(); i++) {
                events[index] = part.events[i];
                starts[index] = part.starts[i] + shift;
                index++;
            }
        }
        starts[size] = body.position() + 1;
        byte[] array = Arrays.copyOf(body.array(), body.position());
        return sealed(events, parts.get(0).bytes.replacement(array, size), starts);
    }

    /** How many events the batch holds; at least 1. */
    public int size() {
        return events.length;
    }

    /** The event at {@code index}, counted from 0 in the order in which the events were added. */
    public ServerEvent event(int index) {
        return events[checkIndex(index, size())];
    }

    /** All events, as an immutable list. */
    public List<ServerEvent> events() {
        return Collections.unmodifiableList(Arrays.asList(events));
    }

    /** The position of the first byte of the event at {@code index} in the body. */
    public int eventOffset(int index) {
        return starts[checkIndex(index, size())];
    }

    private int eventLength(int index) {
        return starts[index + 1] - starts[index] - 1;
    }

    /** The length of the body in bytes. */
    public int bodyLength() {
        return starts[size()] - 1 + Envelope.TAIL_LENGTH;
    }

    /**
     * Writes the body to {@code target} at its position, which moves past the body.
     *
     * @throws BufferOverflowException when fewer than {@link #bodyLength()} bytes remain; nothing is written then
     * @throws IllegalStateException when the bytes have been released; nothing is written then
     */
    public void writeBody(ByteBuffer target) {
        if (target.remaining() < bodyLength()) {
            throw new BufferOverflowException();
        }
        byte[] array = bytes.retain();
        try {
            target.put(Envelope.head());
            writeEvents(array, target);
            target.put(Envelope.tail());
        } finally {
            bytes.release(1);
        }
    }

    /** Writes the events with the commas between them. */
    private void writeEvents(ByteBuffer target) {
        byte[] array = bytes.retain();
        try {
            writeEvents(array, target);
        } finally {
            bytes.release(1);
        }
    }

    private void writeEvents(byte[] array, ByteBuffer target) {
        for (int first = 0; first < size(); ) {
            int end = runEnd(first);
            if (first > 0) {
                target.put(Envelope.COMMA);
            }
            target.put(array, sources[first], sources[end - 1] + eventLength(end - 1) - sources[first]);
            first = end;
        }
    }

    /** The index after the run of events, from {@code first} on, that are neighbours in {@code bytes}. */
    private int runEnd(int first) {
        int index = first + 1;
        while (index < size() && sources[index] == sources[index - 1] + eventLength(index - 1) + 1) {
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
     * The batch of the events from {@code from} up to {@code to}, exclusive. It shares this batch's bytes.
     *
     * @param from the first index, 0 or more
     * @param to the index after the last, above {@code from} and at most {@link #size()}
     */
    public EventBatch slice(int from, int to) {
        if (from < 0 || to > size() || from >= to) {
            throw new IndexOutOfBoundsException(
                    "a slice is a part of 0 to " + size() + " with at least one event, not " + from + " to " + to);
        }
        int[] shifted = Arrays.copyOfRange(starts, from, to + 1);
        int shift = shifted[0] - Envelope.HEAD_LENGTH;
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] -= shift;
        }
        return new EventBatch(
                Arrays.copyOfRange(events, from, to), bytes, Arrays.copyOfRange(sources, from, to), shifted);
    }

    /**
     * The batch of the events at {@code indices}. It shares this batch's bytes.
     *
     * @param indices at least one, in ascending order
     */
    public EventBatch select(int... indices) {
        if (indices.length == 0) {
            throw new IllegalArgumentException("indices must not be empty");
        }
        ServerEvent[] selected = new ServerEvent[indices.length];
        int[] selectedSources = new int[indices.length];
        int[] selectedStarts = new int[indices.length + 1];
        selectedStarts[0] = Envelope.HEAD_LENGTH;
        for (int i = 0; i < indices.length; i++) {
            int index = checkIndex(indices[i], size());
            if (i > 0 && index <= indices[i - 1]) {
                throw new IllegalArgumentException("indices must ascend, but " + index + " follows " + indices[i - 1]);
            }
            selected[i] = events[index];
            selectedSources[i] = sources[index];
            selectedStarts[i + 1] = selectedStarts[i] + eventLength(index) + 1;
        }
        return new EventBatch(selected, bytes, selectedSources, selectedStarts);
    }

    /**
     * Releases this batch's share of the bytes. Idempotent and thread-safe.
     *
     * <p>Batches and their parts share bytes, so each event is released once: by this batch, or by parts of it that do
     * not overlap. Once all events are released, the memory goes back to a pool. {@link #body()} and {@link #writeBody}
     * then throw; everything else works as before.
     */
    public void release() {
        if (released.compareAndSet(false, true)) {
            bytes.release(size());
        }
    }

    /** The number of events and the length of the body; nothing of an event. */
    @Override
    public String toString() {
        return "EventBatch{size=" + size() + ", bodyLength=" + bodyLength() + '}';
    }
}

package io.leadflux.json;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An event as the bytes that are sent: two objects where its texts are a dozen, so that ten thousands can wait. It is read back
 * when somebody asks for it, equal and not the same, and only then. Thread-safe; {@link #toString()} shows nothing of the
 * event.
 */
public final class EncodedEvent {

    /** What the encoder has written may be read back whatever its size. */
    private static final EventReader READER =
            EventReader.builder().maxBytes(16 * 1024 * 1024).build();

    private final byte[] bytes;
    private final int length;
    private final @Nullable EventName name;

    /** Read by any thread, and perhaps by several: an event is immutable, so either will do. */
    private @Nullable ServerEvent event;

    private EncodedEvent(byte[] bytes, int length, @Nullable EventName name) {
        this.bytes = bytes;
        this.length = length;
        this.name = name;
    }

    /** Encodes {@code event}, which is not kept. */
    public static EncodedEvent of(ServerEvent event) {
        Utf8Buffer out = Utf8Buffer.create(EventEncoder.FIXED_ROOM + event.textLength());
        EventEncoder.encode(event, out);
        return new EncodedEvent(out.array(), out.length(), event.name());
    }

    /**
     * A copy of what the encoder has written before.
     *
     * @param from where the event begins in {@code bytes}
     * @param length how many bytes it has
     * @param name the event's name, as it stands there
     */
    public static EncodedEvent copyOf(byte[] bytes, int from, int length, @Nullable EventName name) {
        checkFromIndexSize(from, length, bytes.length);
        return new EncodedEvent(Arrays.copyOfRange(bytes, from, from + length), length, name);
    }

    /** The event's name, for which nothing is read; null where it has none. */
    public @Nullable EventName name() {
        return name;
    }

    /** How many bytes it has. */
    public int length() {
        return length;
    }

    /** Appends the bytes to {@code out}. */
    public void writeTo(Utf8Buffer out) {
        out.append(bytes, 0, length);
    }

    /** The event, read once and then remembered. */
    public ServerEvent event() {
        ServerEvent known = event;
        if (known == null) {
            known = requireNonNull(READER.read(bytes, 0, length, 1).event(), "the bytes of an event cannot be read");
            event = known;
        }
        return known;
    }

    /** How many bytes; nothing of the event. */
    @Override
    public String toString() {
        return "EncodedEvent{length=" + length + '}';
    }
}

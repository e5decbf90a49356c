package io.leadflux.benchmarks.json;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Encodes the body of a request into one buffer that it reuses: our encoder without a batch. Not thread-safe. */
public final class BodyEncoder {

    private static final byte[] HEAD = "{\"events\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.UTF_8);

    private final Utf8Buffer buffer = Utf8Buffer.create(128 * 1024);

    /** An encoder with an empty buffer. */
    public BodyEncoder() {}

    /** The body in a new array. */
    public byte[] encode(List<ServerEvent> events) {
        begin();
        for (int i = 0; i < events.size(); i++) {
            append(events.get(i));
        }
        return end().toByteArray();
    }

    void begin() {
        buffer.truncate(0);
        buffer.append(HEAD);
    }

    void append(ServerEvent event) {
        if (buffer.length() > HEAD.length) {
            buffer.append((byte) ',');
        }
        EventEncoder.encode(event, buffer);
    }

    /** The complete body; valid until the next {@link #begin()}. */
    Utf8Buffer end() {
        buffer.append(TAIL);
        return buffer;
    }
}

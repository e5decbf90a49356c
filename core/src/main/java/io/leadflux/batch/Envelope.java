package io.leadflux.batch;

import java.nio.charset.StandardCharsets;

/** The bytes of a body that are no event: an object with one array, {@code events}, and the commas in it. */
final class Envelope {

    private static final byte[] HEAD = "{\"events\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    /** The position of the first event in a body. */
    static final int HEAD_LENGTH = HEAD.length;
    /** How many bytes follow the last event. */
    static final int TAIL_LENGTH = TAIL.length;

    static final byte COMMA = ',';

    private Envelope() {}

    static byte[] head() {
        return HEAD;
    }

    static byte[] tail() {
        return TAIL;
    }
}

package io.leadflux.batch;

import java.nio.charset.StandardCharsets;

/** What stands around the events of a body. */
final class Envelope {

    private static final byte[] HEAD = "{\"events\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    /** Where the first event begins in a body. */
    static final int HEAD_LENGTH = HEAD.length;
    /** How many bytes come behind the last event. */
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

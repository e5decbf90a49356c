package io.leadflux.json;

import static java.util.Objects.checkFromIndexSize;
import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventField;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Range;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads one event from JSON in UTF-8, strictly: the format that {@link EventEncoder} writes, with fields in any order
 * and white space between tokens, and nothing else.
 *
 * <p>Bad input never throws. {@link ReadResult#violations()} lists what is wrong, up to 100 violations for one input.
 * The reader goes on after a violation for as long as it can follow the JSON. If a field occurs twice, its first value
 * counts. Only {@code data} may be {@code null}; if it is absent, it reads as null. Missing fields are for the
 * validator to report.
 *
 * <p>Limits: {@link Builder#maxBytes(int)} for the input, 32 levels of nesting, 256 bytes for a field's name, 1,100
 * digits (4,096 characters) for a number. Immutable and thread-safe.
 */
public final class EventReader {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME_BYTES = 256;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    // The input is bounded. The length of a number is checked where it is used, so that reading can go on after a long
    // one. The bound on names also bounds the factory's memory of them.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNameLength(MAX_NAME_BYTES)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    static final ObjectFields EVENT = ObjectFields.of(null, FACTORY);
    static final ObjectFields USER_DATA = ObjectFields.of(EventField.USER_DATA, FACTORY);
    static final ObjectFields DATA = ObjectFields.of(EventField.DATA, FACTORY);

    private final int maxBytes;

    private EventReader(Builder builder) {
        this.maxBytes = builder.maxBytes;
    }

    /** A reader with every option at its default. */
    public static EventReader create() {
        return builder().build();
    }

    /** A builder with every option at its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Reads the one event that {@code json} holds; lines are counted from 1. */
    public ReadResult read(byte[] json) {
        return read(requireNonNull(json, "json"), 0, json.length, 1);
    }

    /**
     * Reads the one event that a range of {@code buffer} holds. The reader does not keep the buffer.
     *
     * @param offset the first byte of the range
     * @param length the number of bytes
     * @param line the line of the range's first byte in your whole input, counted from 1
     */
    public ReadResult read(byte[] buffer, int offset, int length, long line) {
        checkFromIndexSize(offset, length, buffer.length);
        Range.require("line", line, 1, Long.MAX_VALUE);
        if (length > maxBytes) {
            String message = "the input has " + length + " bytes; at most " + maxBytes + " are read";
            return ReadResult.nothing(new Violation("", Rule.INPUT_TOO_LARGE, message, line));
        }
        if (Utf8.isAsciiText(buffer, offset, offset + length)) {
            ParseState state = new ParseState(line, false);
            ServerEvent event = FastParser.read(buffer, offset, offset + length);
            return event == null ? parse(buffer, offset, length, state) : new ReadResult(event, state, true);
        }
        int malformed = Utf8.firstMalformed(buffer, offset, offset + length);
        if (malformed >= 0) {
            String message = "byte " + (malformed - offset + 1) + " of the input begins no UTF-8 sequence";
            long where = line + Utf8.lineBreaks(buffer, offset, malformed);
            return ReadResult.nothing(new Violation("", Rule.MALFORMED_UTF8, message, where));
        }
        ParseState state = new ParseState(line, Utf8.hasLineBreak(buffer, offset, offset + length));
        int skipped = 0;
        if (startsWithMark(buffer, offset, length)) {
            state.add("", Rule.MALFORMED_JSON, "the input begins with a byte order mark; JSON has none", line);
            skipped = BYTE_ORDER_MARK.length;
        }
        return parse(buffer, offset + skipped, length - skipped, state);
    }

    /** Reads any input with the full parser. */
    static ReadResult parse(byte[] buffer, int offset, int length, ParseState state) {
        JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), buffer, offset, length);
        return new EventParser(parser, state).run();
    }

    private static boolean startsWithMark(byte[] buffer, int offset, int length) {
        return length >= BYTE_ORDER_MARK.length
                && buffer[offset] == BYTE_ORDER_MARK[0]
                && buffer[offset + 1] == BYTE_ORDER_MARK[1]
                && buffer[offset + 2] == BYTE_ORDER_MARK[2];
    }

    /** Collects the options of an {@link EventReader}; not thread-safe. */
    public static final class Builder {

        private static final int MAX_MAX_BYTES = 16 * 1024 * 1024;

        private int maxBytes = 64 * 1024;

        private Builder() {}

        /**
         * Default: 65,536. The most bytes of one input, from 1 to 16,777,216. A longer one is reported without being
         * parsed.
         */
        public Builder maxBytes(int maxBytes) {
            this.maxBytes = Range.require("maxBytes", maxBytes, 1, MAX_MAX_BYTES);
            return this;
        }

        /** The immutable reader; you can go on using the builder. */
        public EventReader build() {
            return new EventReader(this);
        }
    }
}

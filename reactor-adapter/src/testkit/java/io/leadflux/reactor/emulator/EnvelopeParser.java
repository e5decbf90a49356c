package io.leadflux.reactor.emulator;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * Reads a request body strictly in one pass: UTF-8, one JSON object whose only field {@code events} is an array of 1 to
 * 100 events, nothing behind it. A body is read to its end even when it is rejected, so that its events are counted.
 * Thread-safe.
 */
final class EnvelopeParser {

    private static final int MAX_DEPTH = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private static final PropertyNameMatcher ENVELOPE = matcher(List.of("events"));

    private final EventRules rules;

    EnvelopeParser(EventRules rules) {
        this.rules = rules;
    }

    static PropertyNameMatcher matcher(List<String> names) {
        return JSON.constructNameMatcher(names.stream().map(Named::fromString).toList(), false);
    }

    /**
     * Reads the first {@code length} bytes of {@code body}.
     *
     * @param withIds whether each event's {@code dedupe_id} is kept as text too
     */
    ParsedBatch parse(byte[] body, int length, long nowMillis, boolean withIds) {
        ParsedBatch batch = new ParsedBatch();
        if (!Utf8.isWellFormed(body, length)) {
            batch.reject("MALFORMED_UTF8", "body: must be UTF-8");
            return batch;
        }
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body, 0, length)) {
            readEnvelope(json, batch, new EventParser(json, batch, rules, nowMillis, withIds));
        } catch (JacksonException malformed) {
            batch.reject("MALFORMED_JSON", "body: must be one well-formed JSON document");
        }
        return batch;
    }

    private static void readEnvelope(JsonParser json, ParsedBatch batch, EventParser events) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            batch.reject("NO_ENVELOPE", "body: must be an object with the field events");
            return;
        }
        boolean seen = false;
        int field = json.nextNameMatch(ENVELOPE);
        while (field != PropertyNameMatcher.MATCH_END_OBJECT) {
            JsonToken value = json.nextToken();
            if (field < 0) {
                batch.reject("UNKNOWN_FIELD", "body: has a field other than events");
                json.skipChildren();
            } else if (seen) {
                batch.reject("DUPLICATE_FIELD", "events: is there twice");
                json.skipChildren();
            } else {
                seen = true;
                readEvents(json, value, batch, events);
            }
            field = json.nextNameMatch(ENVELOPE);
        }
        checkEnd(json, batch, seen);
    }

    private static void readEvents(JsonParser json, JsonToken value, ParsedBatch batch, EventParser events) {
        if (value != JsonToken.START_ARRAY) {
            batch.reject("WRONG_TYPE", "events: must be an array");
            json.skipChildren();
            return;
        }
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            batch.add(events.parse(token));
        }
        if (batch.count() == 0 || batch.count() > ParsedBatch.MAX_EVENTS) {
            batch.reject("BATCH_SIZE", "events: must hold 1 to " + ParsedBatch.MAX_EVENTS + ", was " + batch.count());
        }
    }

    private static void checkEnd(JsonParser json, ParsedBatch batch, boolean seen) {
        if (!seen) {
            batch.reject("MISSING_FIELD", "events: is required");
        }
        if (json.nextToken() != null) {
            batch.reject("TRAILING_CONTENT", "body: has something behind the envelope");
        }
    }
}

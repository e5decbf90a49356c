package io.leadflux.reactor.emulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/** Reads {@code data}: null, or exactly a currency and a value. Not thread-safe. */
final class LeadDataParser {

    private static final String PATH = ".data";
    private static final List<String> FIELDS = List.of("currency", "value");
    private static final PropertyNameMatcher MATCHER = EnvelopeParser.matcher(FIELDS);
    private static final int REQUIRED = 0b11;

    private final JsonParser json;
    private final FieldReader fields;

    LeadDataParser(JsonParser json, FieldReader fields) {
        this.json = json;
        this.fields = fields;
    }

    /** Whether there was more than null. */
    boolean parse(@Nullable JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (token != JsonToken.START_OBJECT) {
            fields.reject("WRONG_TYPE", PATH, "must be an object or null");
            json.skipChildren();
            return true;
        }
        int seen = 0;
        int field = json.nextNameMatch(MATCHER);
        while (field != PropertyNameMatcher.MATCH_END_OBJECT) {
            JsonToken value = json.nextToken();
            if (fields.isNew(field, seen, FIELDS, PATH)) {
                seen |= 1 << field;
                readField(field, value);
            }
            field = json.nextNameMatch(MATCHER);
        }
        fields.requireAll(REQUIRED & ~seen, FIELDS, PATH);
        return true;
    }

    private void readField(int field, @Nullable JsonToken value) {
        if (field == 0) {
            currency(value);
        } else if (value != JsonToken.VALUE_NUMBER_INT && value != JsonToken.VALUE_NUMBER_FLOAT) {
            fields.reject("WRONG_TYPE", ".data.value", "must be a number");
            json.skipChildren();
        }
    }

    private void currency(@Nullable JsonToken value) {
        if (fields.text(value, ".data.currency") && !isCode(fields.chars(), fields.start(), fields.end())) {
            fields.reject("INVALID_CURRENCY", ".data.currency", "must be three upper-case letters");
        }
    }

    private static boolean isCode(char[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] < 'A' || text[i] > 'Z') {
                return false;
            }
        }
        return end - start == 3;
    }
}

package io.leadflux.reactor.emulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The string under the parser, as a run of characters without a copy, and the place for mistakes. Not thread-safe. */
final class FieldReader {

    private final JsonParser json;
    private final ParsedBatch batch;
    private final boolean refusePersonalData;
    private char[] chars = new char[0];
    private int start;
    private int end;

    FieldReader(JsonParser json, ParsedBatch batch, boolean refusePersonalData) {
        this.json = json;
        this.batch = batch;
        this.refusePersonalData = refusePersonalData;
    }

    /** Keeps the mistake if it is the body's first. */
    void reject(String code, String path, String message) {
        if (!batch.isRejected()) {
            batch.reject(code, "events[" + batch.count() + ']' + path + ": " + message);
        }
    }

    /** Whether the field is listed and new; otherwise its value is skipped. */
    boolean isNew(int field, int seen, List<String> names, String path) {
        if (field < 0) {
            reject("UNKNOWN_FIELD", path, "has a field that is not listed");
        } else if ((seen & 1 << field) != 0) {
            reject("DUPLICATE_FIELD", path + '.' + names.get(field), "is there twice");
        } else {
            return true;
        }
        json.skipChildren();
        return false;
    }

    void requireAll(int missing, List<String> names, String path) {
        if (missing != 0) {
            String name = names.get(Integer.numberOfTrailingZeros(missing));
            reject("MISSING_FIELD", path + '.' + name, "is required");
        }
    }

    /** Takes the value as text; a value of another type, half a surrogate pair or an e-mail address is a mistake. */
    boolean text(@Nullable JsonToken value, String path) {
        if (value != JsonToken.VALUE_STRING) {
            reject("WRONG_TYPE", path, "must be a string");
            json.skipChildren();
            return false;
        }
        chars = json.getStringCharacters();
        start = json.getStringOffset();
        end = start + json.getStringLength();
        if (!Characters.isWellFormed(chars, start, end)) {
            reject("MALFORMED_TEXT", path, "has half a surrogate pair");
            return false;
        }
        if (refusePersonalData && PersonalData.hasEmail(chars, start, end)) {
            reject("PERSONAL_DATA", path, "holds an e-mail address");
            return false;
        }
        return true;
    }

    /** As {@link #text}, and neither a telephone number nor a hash. */
    boolean identifier(@Nullable JsonToken value, String path) {
        if (!text(value, path)) {
            return false;
        }
        if (refusePersonalData && PersonalData.isPhone(chars, start, end)) {
            reject("PERSONAL_DATA", path, "is a telephone number");
            return false;
        }
        if (refusePersonalData && PersonalData.isHash(chars, start, end)) {
            reject("PERSONAL_DATA", path, "has the form of a SHA-256");
            return false;
        }
        return true;
    }

    char[] chars() {
        return chars;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    String string() {
        return new String(chars, start, end - start);
    }

    boolean is(String expected) {
        return Characters.matches(chars, start, end, expected);
    }

    boolean isBlank() {
        return Characters.isBlank(chars, start, end);
    }
}

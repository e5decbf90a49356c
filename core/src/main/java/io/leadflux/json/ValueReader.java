package io.leadflux.json;

import io.leadflux.event.EventField;
import io.leadflux.validation.Rule;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/**
 * Reads the parser's current value as the type that a field requires.
 *
 * <p>A value of another type is a violation. It is skipped with all that it holds, and the field counts as missing.
 */
final class ValueReader {

    private static final int MAX_LONG_LENGTH = 20;

    // Bounds the cost of parsing. It is far above JsonNumbers.MAX_LENGTH, the bound of the digits: a number that was
    // read must still be readable when the encoder has written it with a point, zeros or an exponent.
    private static final int MAX_NUMBER_LENGTH = 4096;

    private final JsonParser parser;
    private final ParseState state;

    ValueReader(JsonParser parser, ParseState state) {
        this.parser = parser;
        this.state = state;
    }

    /** The line on which the current token begins. */
    long line() {
        return state.hasManyLines() ? line(parser.currentTokenLocation()) : state.firstLine();
    }

    /** The line that the parser has reached. */
    long endLine() {
        return state.hasManyLines() ? line(parser.currentLocation()) : state.firstLine();
    }

    private long line(TokenStreamLocation location) {
        return state.firstLine() + Math.max(0, location.getLineNr() - 1);
    }

    boolean isObject(EventField field) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            return true;
        }
        refuse(field, "must be an object");
        return false;
    }

    @Nullable
    String string(EventField field) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        refuse(field, "must be a string");
        return null;
    }

    <T> @Nullable T oneOf(EventField field, Function<String, @Nullable T> constants, String allowed) {
        String text = string(field);
        if (text == null) {
            return null;
        }
        T constant = constants.apply(text);
        if (constant == null) {
            add(field, Rule.UNKNOWN_VALUE, "must be " + allowed);
        }
        return constant;
    }

    @Nullable
    Long wholeNumber(EventField field) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            refuse(field, "must be a whole number");
            return null;
        }
        if (parser.getStringLength() > MAX_LONG_LENGTH || !isLong()) {
            add(field, Rule.WRONG_TYPE, "must be a number that fits 64 bits");
            return null;
        }
        return parser.getLongValue();
    }

    private boolean isLong() {
        return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    @Nullable
    BigDecimal decimal(EventField field) {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isNumeric() || parser.isNaN()) {
            refuse(field, "must be a number");
            return null;
        }
        if (parser.getStringLength() > MAX_NUMBER_LENGTH) {
            return refuseLength(field);
        }
        try {
            BigDecimal value =
                    new BigDecimal(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            return value.precision() > JsonNumbers.MAX_LENGTH ? refuseLength(field) : value;
        } catch (NumberFormatException e) {
            add(field, Rule.INPUT_TOO_LARGE, "must be a number whose exponent fits 32 bits");
            return null;
        }
    }

    private @Nullable BigDecimal refuseLength(EventField field) {
        add(field, Rule.INPUT_TOO_LARGE, "must be a number of at most " + JsonNumbers.MAX_LENGTH + " digits");
        return null;
    }

    private void refuse(EventField field, String expected) {
        if (isNotANumber(field)) {
            add(field, Rule.NOT_A_NUMBER, expected + ", not NaN or an infinity");
        } else {
            add(field, Rule.WRONG_TYPE, expected + ", not " + found());
        }
        parser.skipChildren();
    }

    private boolean isNotANumber(EventField field) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.isNaN();
        }
        return parser.currentToken() == JsonToken.VALUE_STRING
                && (field == EventField.EVENT_TIME || field == EventField.VALUE)
                && isNameOfNoNumber(parser.getString());
    }

    private static boolean isNameOfNoNumber(String text) {
        return switch (text) {
            case "NaN", "Infinity", "+Infinity", "-Infinity", "INF", "+INF", "-INF" -> true;
            default -> false;
        };
    }

    /** The JSON type of the current value, for a message. */
    String found() {
        JsonToken token = parser.currentToken();
        return token == null
                ? "nothing"
                : switch (token) {
                    case START_OBJECT -> "an object";
                    case START_ARRAY -> "an array";
                    case VALUE_STRING -> "a string";
                    case VALUE_NULL -> "null";
                    case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                    case VALUE_NUMBER_INT -> "a number";
                    case VALUE_NUMBER_FLOAT -> "a number with fraction or exponent";
                    default -> "another token";
                };
    }

    private void add(EventField field, Rule rule, String message) {
        state.add(field.path(), rule, message, line());
    }
}

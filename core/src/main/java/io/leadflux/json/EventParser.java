package io.leadflux.json;

import io.leadflux.event.EventData;
import io.leadflux.event.EventField;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.Rule;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.sym.PropertyNameMatcher;

/**
 * Reads one event from any JSON, and reports what is wrong with it. Used once, by one thread.
 *
 * <p>The parser's exception messages quote the input, so they are replaced.
 */
final class EventParser {

    private final JsonParser parser;
    private final ParseState state;
    private final ValueReader values;
    private final ServerEvent.Builder event = ServerEvent.builder();
    private String path = "";
    private boolean envelope;
    private boolean complete;

    EventParser(JsonParser parser, ParseState state) {
        this.parser = parser;
        this.state = state;
        this.values = new ValueReader(parser, state);
    }

    ReadResult run() {
        try (parser) {
            readInput();
        }
        boolean nothing = state.isEmpty() && (envelope || !complete);
        return new ReadResult(nothing ? null : event.build(), state, complete);
    }

    private void readInput() {
        try {
            JsonToken first = parser.nextToken();
            if (first == null) {
                state.add("", Rule.MALFORMED_JSON, "the input is empty; expected one event", state.firstLine());
            } else if (first != JsonToken.START_OBJECT) {
                String message = "expected one event, a JSON object, not " + values.found();
                state.add("", Rule.WRONG_TYPE, message, values.line());
            } else {
                readEvent();
                complete = true;
                checkEnd();
            }
        } catch (JacksonException e) {
            reportBroken(e);
        }
    }

    private void readEvent() {
        EventField field;
        while ((field = nextField(EventReader.EVENT)) != null) {
            switch (field) {
                case EVENT_TIME -> event.eventTime(values.wholeNumber(field));
                case EVENT_SOURCE_URL -> event.eventSourceUrl(values.string(field));
                case NAME -> event.name(values.oneOf(field, EventName::ofWireName, "page_view or generate_lead"));
                case DEDUPE_ID -> event.dedupeId(values.string(field));
                case USER_DATA -> readUserData();
                case DATA -> readData();
                default -> throw new IllegalStateException("no field of an event: " + field);
            }
        }
    }

    private void readUserData() {
        if (!values.isObject(EventField.USER_DATA)) {
            return;
        }
        UserData.Builder userData = UserData.builder();
        try {
            EventField field;
            while ((field = nextField(EventReader.USER_DATA)) != null) {
                readUserField(field, userData);
            }
        } finally {
            event.userData(userData.build());
        }
    }

    private void readUserField(EventField field, UserData.Builder userData) {
        switch (field) {
            case CLIENT_IP_ADDRESS -> userData.clientIpAddress(values.string(field));
            case CLIENT_USER_AGENT -> userData.clientUserAgent(values.string(field));
            case ALEID -> userData.aleid(values.string(field));
            case USER_ID -> userData.userId(values.string(field));
            case CLIENT_ID -> userData.clientId(values.string(field));
            case ALART -> userData.alart(values.string(field));
            case ESI -> userData.esi(values.oneOf(field, EventSource::ofWireName, "web or app"));
            default -> throw new IllegalStateException("no field of user_data: " + field);
        }
    }

    private void readData() {
        if (parser.currentToken() == JsonToken.VALUE_NULL || !values.isObject(EventField.DATA)) {
            return;
        }
        String currency = null;
        BigDecimal value = null;
        try {
            EventField field;
            while ((field = nextField(EventReader.DATA)) != null) {
                if (field == EventField.CURRENCY) {
                    currency = values.string(field);
                } else {
                    value = values.decimal(field);
                }
            }
        } finally {
            event.data(EventData.ofNullable(currency, value));
        }
    }

    /** Moves to the value of the next known field that was not seen before; null at the end of the object. */
    private @Nullable EventField nextField(ObjectFields object) {
        int match;
        path = object.path();
        while ((match = parser.nextNameMatch(object.matcher())) != PropertyNameMatcher.MATCH_END_OBJECT) {
            if (match < 0) {
                skipUnknown(object);
                continue;
            }
            EventField field = object.field(match);
            path = field.path();
            if (!state.hasSeen(field)) {
                state.see(field, values.line());
                parser.nextToken();
                return field;
            }
            state.add(path, Rule.DUPLICATE_FIELD, "the field occurs twice; its first value counts", values.line());
            skipValue();
            path = object.path();
        }
        path = object.path();
        return null;
    }

    private void skipUnknown(ObjectFields object) {
        String name = parser.currentName();
        long line = values.line();
        JsonToken token = parser.nextToken();
        boolean batch = object == EventReader.EVENT && token == JsonToken.START_ARRAY && "events".equals(name);
        envelope |= batch;
        String message = batch
                ? "the input is the body of a request; expected one of its events alone"
                : UnknownFields.message(object.path(), name);
        state.add(UnknownFields.path(object.path(), name), Rule.UNKNOWN_FIELD, message, line);
        parser.skipChildren();
    }

    private void skipValue() {
        parser.nextToken();
        parser.skipChildren();
    }

    private void checkEnd() {
        try {
            if (parser.nextToken() != null) {
                reportTrailing(values.line());
            }
        } catch (JacksonException e) {
            reportTrailing(values.endLine());
        }
    }

    private void reportTrailing(long line) {
        state.add("", Rule.TRAILING_CONTENT, "the event is followed by something; expected nothing", line);
    }

    private void reportBroken(JacksonException e) {
        long line = values.endLine();
        String path = brokenPath();
        if (e instanceof StreamConstraintsException) {
            String message = "nested deeper, or with a longer name, than an event's fields ever are";
            state.add(path, Rule.INPUT_TOO_LARGE, message, line);
        } else if (e instanceof UnexpectedEndOfInputException) {
            state.add(path, Rule.MALFORMED_JSON, "the input ends before the event does", line);
        } else {
            state.add(path, Rule.MALFORMED_JSON, "no JSON from here on" + column(), line);
        }
    }

    // The parser looks ahead: a value may break before its field has been taken.
    private String brokenPath() {
        String name = parser.currentName();
        EventField field = name == null ? null : EventField.ofPath(path.isEmpty() ? name : path + '.' + name);
        return field != null && !state.hasSeen(field) ? field.path() : path;
    }

    private String column() {
        int column = parser.currentLocation().getColumnNr();
        return column > 0 ? ", at column " + column : "";
    }
}

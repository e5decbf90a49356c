package io.leadflux.reactor.emulator;

import io.leadflux.event.EventName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/** Reads the events of one body and checks every field of each; one instance per body, not thread-safe. */
final class EventParser {

    private static final List<String> FIELDS =
            List.of("name", "event_time", "event_source_url", "user_data", "data", "dedupe_id");
    private static final PropertyNameMatcher MATCHER = EnvelopeParser.matcher(FIELDS);
    private static final int REQUIRED = 0b01_1111;

    private final JsonParser json;
    private final FieldReader fields;
    private final UserDataParser userData;
    private final LeadDataParser leadData;
    private final EventRules rules;
    private final long nowMillis;
    private final boolean withIds;

    EventParser(JsonParser json, ParsedBatch batch, EventRules rules, long nowMillis, boolean withIds) {
        this.json = json;
        this.fields = new FieldReader(json, batch, rules.refusePersonalData());
        this.userData = new UserDataParser(json, fields);
        this.leadData = new LeadDataParser(json, fields);
        this.rules = rules;
        this.nowMillis = nowMillis;
        this.withIds = withIds;
    }

    ParsedEvent parse(@Nullable JsonToken token) {
        ParsedEvent event = new ParsedEvent();
        if (token != JsonToken.START_OBJECT) {
            fields.reject("WRONG_TYPE", "", "must be an object");
            json.skipChildren();
            return event;
        }
        event.start = (int) json.currentTokenLocation().getByteOffset();
        readFields(event);
        event.end = (int) json.currentLocation().getByteOffset();
        return event;
    }

    private void readFields(ParsedEvent event) {
        int seen = 0;
        boolean hasData = false;
        int field = json.nextNameMatch(MATCHER);
        while (field != PropertyNameMatcher.MATCH_END_OBJECT) {
            JsonToken value = json.nextToken();
            if (fields.isNew(field, seen, FIELDS, "")) {
                seen |= 1 << field;
                switch (field) {
                    case 0 -> event.name = name(value);
                    case 1 -> eventTime(value);
                    case 2 -> sourceUrl(value);
                    case 3 -> userData.parse(value);
                    case 4 -> hasData = leadData.parse(value);
                    default -> dedupeId(value, event);
                }
            }
            field = json.nextNameMatch(MATCHER);
        }
        fields.requireAll(REQUIRED & ~seen, FIELDS, "");
        checkData(event.name, hasData);
    }

    private void checkData(@Nullable EventName name, boolean hasData) {
        if (name == EventName.PAGE_VIEW && hasData) {
            fields.reject("INVALID_DATA", ".data", "must be null for page_view");
        }
        if (name == EventName.GENERATE_LEAD && !hasData) {
            fields.reject("INVALID_DATA", ".data", "must be an object with currency and value for generate_lead");
        }
    }

    private @Nullable EventName name(@Nullable JsonToken value) {
        if (!fields.text(value, ".name")) {
            return null;
        }
        if (fields.is("page_view")) {
            return EventName.PAGE_VIEW;
        }
        if (fields.is("generate_lead")) {
            return EventName.GENERATE_LEAD;
        }
        fields.reject("INVALID_NAME", ".name", "must be page_view or generate_lead");
        return null;
    }

    private void eventTime(@Nullable JsonToken value) {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            fields.reject("WRONG_TYPE", ".event_time", "must be a whole number");
            json.skipChildren();
            return;
        }
        boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits || !rules.isPlausible(json.getLongValue(), nowMillis)) {
            fields.reject("INVALID_TIME", ".event_time", "must be milliseconds since 1970 and not in the future");
        }
    }

    private void sourceUrl(@Nullable JsonToken value) {
        if (fields.text(value, ".event_source_url")
                && !OriginUrl.isOrigin(fields.chars(), fields.start(), fields.end())) {
            fields.reject("INVALID_URL", ".event_source_url", "must be an http or https URL cut to its domain");
        }
    }

    private void dedupeId(@Nullable JsonToken value, ParsedEvent event) {
        if (!fields.identifier(value, ".dedupe_id")) {
            return;
        }
        if (fields.isBlank()) {
            fields.reject("BLANK", ".dedupe_id", "must not be blank");
            return;
        }
        event.hasId = true;
        event.idHash = IdHash.hash(fields.chars(), fields.start(), fields.end());
        event.idCheck = IdHash.check(fields.chars(), fields.start(), fields.end());
        if (withIds) {
            event.dedupeId = fields.string();
        }
    }
}

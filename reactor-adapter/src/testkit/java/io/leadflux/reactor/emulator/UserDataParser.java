package io.leadflux.reactor.emulator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/** Reads {@code user_data}: seven fields and no other, at least one of three identifiers. Not thread-safe. */
final class UserDataParser {

    private static final String PATH = ".user_data";
    private static final List<String> FIELDS =
            List.of("client_ip_address", "client_user_agent", "esi", "aleid", "client_id", "alart", "user_id");
    private static final PropertyNameMatcher MATCHER = EnvelopeParser.matcher(FIELDS);
    private static final int REQUIRED = 0b111;

    private final JsonParser json;
    private final FieldReader fields;

    UserDataParser(JsonParser json, FieldReader fields) {
        this.json = json;
        this.fields = fields;
    }

    void parse(@Nullable JsonToken token) {
        if (token != JsonToken.START_OBJECT) {
            fields.reject("WRONG_TYPE", PATH, "must be an object");
            json.skipChildren();
            return;
        }
        int seen = 0;
        boolean identified = false;
        int field = json.nextNameMatch(MATCHER);
        while (field != PropertyNameMatcher.MATCH_END_OBJECT) {
            JsonToken value = json.nextToken();
            if (fields.isNew(field, seen, FIELDS, PATH)) {
                seen |= 1 << field;
                identified |= readField(field, value);
            }
            field = json.nextNameMatch(MATCHER);
        }
        fields.requireAll(REQUIRED & ~seen, FIELDS, PATH);
        if (!identified) {
            fields.reject("NO_IDENTIFIER", PATH, "must have client_id, alart or user_id");
        }
    }

    /** Whether the field identifies the user. */
    private boolean readField(int field, @Nullable JsonToken value) {
        switch (field) {
            case 0 -> address(value);
            case 1 -> userAgent(value);
            case 2 -> source(value);
            case 3 -> fields.identifier(value, ".user_data.aleid");
            case 4 -> {
                return fields.identifier(value, ".user_data.client_id") && !fields.isBlank();
            }
            case 5 -> {
                return fields.identifier(value, ".user_data.alart") && !fields.isBlank();
            }
            default -> {
                return userId(value);
            }
        }
        return false;
    }

    private void address(@Nullable JsonToken value) {
        if (fields.text(value, ".user_data.client_ip_address")
                && !AddressLiteral.isLiteral(fields.chars(), fields.start(), fields.end())) {
            fields.reject("INVALID_ADDRESS", ".user_data.client_ip_address", "must be one IPv4 or IPv6 literal");
        }
    }

    private void userAgent(@Nullable JsonToken value) {
        if (fields.text(value, ".user_data.client_user_agent") && fields.isBlank()) {
            fields.reject("BLANK", ".user_data.client_user_agent", "must not be blank");
        }
    }

    private void source(@Nullable JsonToken value) {
        if (fields.text(value, ".user_data.esi") && !fields.is("web") && !fields.is("app")) {
            fields.reject("INVALID_SOURCE", ".user_data.esi", "must be web or app");
        }
    }

    private boolean userId(@Nullable JsonToken value) {
        if (!fields.text(value, ".user_data.user_id")) {
            return false;
        }
        boolean digits = Characters.isDigits(fields.chars(), fields.start(), fields.end());
        if (!digits) {
            fields.reject("INVALID_USER_ID", ".user_data.user_id", "must be digits only");
        }
        return digits;
    }
}

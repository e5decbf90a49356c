package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventRulesTest {

    private static final String SHA_256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final String IP = "\"172.59.8.172\"";
    private static final String AGENT = "\"chrome/123.456 android mobile\"";
    private static final String URL = "\"https://applovin.com\"";
    private static final String CLIENT_ID = "\"_first_party_identifier\"";
    private static final String USER_ID = "\"12345\"";
    private static final String IDENTIFIERS = "\"user_id\":" + USER_ID + ",\"client_id\":" + CLIENT_ID + ',';
    private static final String DATA = "{\"currency\":\"USD\",\"value\":20}";
    private static final String TIME = "1741784485001";

    static Stream<Arguments> refused() {
        return Stream.of(
                page("\"name\":\"page_view\",", "", "MISSING_FIELD", ".name"),
                page("\"page_view\"", "\"purchase\"", "INVALID_NAME", ".name"),
                page("\"page_view\"", "\"PAGE_VIEW\"", "INVALID_NAME", ".name"),
                page("\"page_view\"", "1", "WRONG_TYPE", ".name"),
                page("\"page_view\"", "null", "WRONG_TYPE", ".name"),
                page("\"page_view\"", "[[\"page_view\"]]", "WRONG_TYPE", ".name"),
                page("\"event_time\":" + TIME + ',', "", "MISSING_FIELD", ".event_time"),
                page(TIME, "1741784485", "INVALID_TIME", ".event_time"),
                page(TIME, "1741784485001000", "INVALID_TIME", ".event_time"),
                page(TIME, "1741784785002", "INVALID_TIME", ".event_time"),
                page(TIME, "-1741784485001", "INVALID_TIME", ".event_time"),
                page(TIME, "99999999999", "INVALID_TIME", ".event_time"),
                page(TIME, "-9223372036854775808", "INVALID_TIME", ".event_time"),
                page(TIME, "17417844850010000000000", "INVALID_TIME", ".event_time"),
                page(TIME, "1741784485001.5", "WRONG_TYPE", ".event_time"),
                page(TIME, "1.741784485001e12", "WRONG_TYPE", ".event_time"),
                page(TIME, "\"1741784485001\"", "WRONG_TYPE", ".event_time"),
                page("\"event_source_url\":" + URL + ',', "", "MISSING_FIELD", ".event_source_url"),
                page(URL, "\"\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"applovin.com\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"ftp://applovin.com\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin.com/a\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin.com//\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin.com?a=1\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin.com/#a\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin.com:443\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://user@host\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\" https://applovin.com\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin..com\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://-applovin.com\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https:///\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://1.2.3\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://0x7f000001\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://127.0.0.0X1/\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin.0x\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://xn--a.example\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://XN--zzzzzzzz9999.example\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://applovin.com:99999\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://stra\u00dfe.example\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://[::1\"", "INVALID_URL", ".event_source_url"),
                page(URL, "\"https://b\u00fccher.example\"", "INVALID_URL", ".event_source_url"),
                page(URL, "null", "WRONG_TYPE", ".event_source_url"),
                page(",\"data\":null", "", "MISSING_FIELD", ".data"),
                page("\"data\":null", "\"data\":" + DATA, "INVALID_DATA", ".data"),
                page("\"data\":null", "\"data\":{}", "MISSING_FIELD", ".data.currency"),
                page("\"data\":null", "\"data\":[]", "WRONG_TYPE", ".data"),
                lead(DATA, "null", "INVALID_DATA", ".data"),
                lead(DATA, "{\"currency\":\"USD\"}", "MISSING_FIELD", ".data.value"),
                lead(DATA, "{\"value\":1}", "MISSING_FIELD", ".data.currency"),
                lead("\"USD\"", "\"usd\"", "INVALID_CURRENCY", ".data.currency"),
                lead("\"USD\"", "\"US\"", "INVALID_CURRENCY", ".data.currency"),
                lead("\"USD\"", "\"USDT\"", "INVALID_CURRENCY", ".data.currency"),
                lead("\"USD\"", "840", "WRONG_TYPE", ".data.currency"),
                lead(":20}", ":\"20\"}", "WRONG_TYPE", ".data.value"),
                lead(":20}", ":null}", "WRONG_TYPE", ".data.value"),
                lead(":20}", ":20,\"value\":20}", "DUPLICATE_FIELD", ".data.value"),
                lead(":20}", ":20,\"items\":[{\"a\":1}]}", "UNKNOWN_FIELD", ".data"),
                page(",\"data\":null", ",\"data\":null,\"data\":null", "DUPLICATE_FIELD", ".data"),
                page(",\"data\":null", ",\"data\":null,\"items\":[]", "UNKNOWN_FIELD", ""),
                page(",\"data\":null", ",\"data\":null,\"dedupe_id\":\" \"", "BLANK", ".dedupe_id"),
                page(",\"data\":null", ",\"data\":null,\"dedupe_id\":7", "WRONG_TYPE", ".dedupe_id"),
                page(",\"data\":null", ",\"data\":null,\"dedupe_id\":null", "WRONG_TYPE", ".dedupe_id"),
                page("\"client_ip_address\":" + IP + ',', "", "MISSING_FIELD", ".user_data.client_ip_address"),
                page(IP, "\"\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"172.59.8\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"172.59.8.256\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"172.59.8.07\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\" 172.59.8.172\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"172.59.8.172, 10.0.0.1\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"172.59.8.172:80\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"172.59.8.0/24\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"[2001:db8::1]\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"fe80::1%eth0\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"1:2:3:4:5:6:7\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"1:2:3:4:5:6:7:8:9\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"1::2::3\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"1:2:3:4:5:6:7::8\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\":::1\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"1.2.3.4::\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"12345::\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page(IP, "\"localhost\"", "INVALID_ADDRESS", ".user_data.client_ip_address"),
                page("\"client_user_agent\":" + AGENT + ',', "", "MISSING_FIELD", ".user_data.client_user_agent"),
                page(AGENT, "\" \"", "BLANK", ".user_data.client_user_agent"),
                page(AGENT, "null", "WRONG_TYPE", ".user_data.client_user_agent"),
                page(AGENT, "\"bot (me@example.com)\"", "PERSONAL_DATA", ".user_data.client_user_agent"),
                page(AGENT, "\"half \\ud83d a pair\"", "MALFORMED_TEXT", ".user_data.client_user_agent"),
                page(AGENT, "\"\\ude00\\ud83d\"", "MALFORMED_TEXT", ".user_data.client_user_agent"),
                page(",\"esi\":\"web\"", "", "MISSING_FIELD", ".user_data.esi"),
                page("\"web\"", "\"WEB\"", "INVALID_SOURCE", ".user_data.esi"),
                page("\"web\"", "true", "WRONG_TYPE", ".user_data.esi"),
                page(IDENTIFIERS, "", "NO_IDENTIFIER", ".user_data"),
                page(IDENTIFIERS, "\"client_id\":\"\",\"alart\":\" \",", "NO_IDENTIFIER", ".user_data"),
                page(USER_ID, "12345", "WRONG_TYPE", ".user_data.user_id"),
                page(USER_ID, "\"12a45\"", "INVALID_USER_ID", ".user_data.user_id"),
                page(USER_ID, "\"\"", "INVALID_USER_ID", ".user_data.user_id"),
                page(USER_ID, "\"\u0661\u0662\"", "INVALID_USER_ID", ".user_data.user_id"),
                page("\"_aleid-query-param\"", "null", "WRONG_TYPE", ".user_data.aleid"),
                page("\"_aleid-query-param\"", "\"x jo.e+1@mail.example.org y\"", "PERSONAL_DATA", ".user_data.aleid"),
                page(CLIENT_ID, "\"joe%40example.com\"", "PERSONAL_DATA", ".user_data.client_id"),
                page(CLIENT_ID, "\"+14155550123\"", "PERSONAL_DATA", ".user_data.client_id"),
                page(CLIENT_ID, '"' + SHA_256 + '"', "PERSONAL_DATA", ".user_data.client_id"),
                page(CLIENT_ID, "{\"id\":[1,{\"a\":null}]}", "WRONG_TYPE", ".user_data.client_id"),
                page("\"esi\":\"web\"", "\"esi\":\"web\",\"esi\":\"web\"", "DUPLICATE_FIELD", ".user_data.esi"),
                page("\"esi\":\"web\"", "\"esi\":\"web\",\"email\":\"x\"", "UNKNOWN_FIELD", ".user_data"),
                page("\"esi\":\"web\"", "\"esi\":\"web\",\"axwrt\":{\"a\":[1]}", "UNKNOWN_FIELD", ".user_data"),
                page("\"user_data\":{", "\"user_data\":null,\"x\":{", "WRONG_TYPE", ".user_data"));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                page("", ""),
                lead("", ""),
                page(TIME, "1741784785001"),
                page(TIME, "100000000000"),
                page(URL, "\"https://applovin.com/\""),
                page(URL, "\"HTTP://Sub.AppLovin.com.\""),
                page(URL, "\"https://xn--bcher-kva.example\""),
                page(URL, "\"https://xn--strae-oqa.example\""),
                page(URL, "\"https://xn--9d6hc.example\""),
                page(URL, "\"https://0xshop\""),
                page(URL, "\"https://r3---sn.example\""),
                page(URL, "\"https://192.0.2.1\""),
                page(URL, "\"https://[2001:db8::1]/\""),
                page(URL, "\"https://localhost\""),
                page(URL, "\"https:\\/\\/applovin.com\""),
                page(IP, "\"0.0.0.0\""),
                page(IP, "\"255.255.255.255\""),
                page(IP, "\"::\""),
                page(IP, "\"2001:DB8::1\""),
                page(IP, "\"1:2:3:4:5:6:7:8\""),
                page(IP, "\"1:2:3:4:5:6:7::\""),
                page(IP, "\"::ffff:192.0.2.1\""),
                page(IP, "\"1:2:3:4:5:6:192.0.2.1\""),
                page(IP, "\"64:ff9b::192.0.2.1\""),
                page(AGENT, "\"\u00e4 \\ud83d\\ude00 \ud83d\ude00 \\u0000\""),
                page(AGENT, "\"a@b, @mention, 5 @ 3.50, x@1.2.3\""),
                page("\"web\"", "\"app\""),
                page(IDENTIFIERS, "\"user_id\":\"0\","),
                page(IDENTIFIERS, "\"client_id\":\"GA1.1.1234567890.1741784485\","),
                page(IDENTIFIERS, "\"alart\":\"3f0d8e3cf0a94c27b9a2f4c8d3a0b1c2\","),
                page("\"aleid\":\"_aleid-query-param\",", ""),
                page("\"_aleid-query-param\"", "\"\""),
                page(",\"data\":null", ",\"data\":null,\"dedupe_id\":\"0b7f1b1e-0000-4000-8000-000000000000\""),
                lead(DATA, "{\"value\":0,\"currency\":\"EUR\"}"),
                lead(":20}", ":19.990}"),
                lead(":20}", ":-1e-7}"),
                lead("\"USD\"", "\"ZZZ\""));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String event, String code, String path) {
        Rejection rejection = requireNonNull(verdict(event, true));

        assertThat(rejection.code()).isEqualTo(code);
        assertThat(rejection.message()).startsWith("events[0]" + path + ": ");
        assertThat(rejection.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String event) {
        assertThat(verdict(event, true)).isNull();
    }

    @Test
    void personalData_switchedOff() {
        assertThat(verdict(Wire.PAGE_VIEW.replace(CLIENT_ID, "\"joe@example.com\""), false))
                .isNull();
        assertThat(verdict(Wire.PAGE_VIEW.replace(CLIENT_ID, '"' + SHA_256 + '"'), false))
                .isNull();
    }

    private static Arguments page(String old, String replacement, String... expected) {
        return changed(Wire.PAGE_VIEW, old, replacement, expected);
    }

    private static Arguments lead(String old, String replacement, String... expected) {
        return changed(Wire.LEAD, old, replacement, expected);
    }

    private static Arguments changed(String event, String old, String replacement, String... expected) {
        if (!event.contains(old)) {
            throw new IllegalArgumentException("not in the event: " + old);
        }
        String json = old.isEmpty() ? event : event.replace(old, replacement);
        return expected.length == 0 ? Arguments.of(json) : Arguments.of(json, expected[0], expected[1]);
    }

    private static @Nullable Rejection verdict(String event, boolean personalData) {
        byte[] body = Wire.envelope(event).getBytes(StandardCharsets.UTF_8);
        EventRules rules = new EventRules(EventRules.DEFAULT_FUTURE_TOLERANCE, personalData);
        return new EnvelopeParser(rules)
                .parse(body, body.length, Wire.NOW, true)
                .rejection();
    }
}

package io.leadflux.examples.sample;

import static io.leadflux.examples.sample.Breakage.ofBytes;
import static io.leadflux.examples.sample.Breakage.ofLead;
import static io.leadflux.examples.sample.Breakage.ofPageView;
import static io.leadflux.examples.sample.Breakage.ofText;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines that are not an event of the provider: wrong JSON, wrong structure, wrong types. */
final class BrokenText {

    static final List<Breakage> ALL = List.of(
            ofText("plain text", json -> "hello, world"),
            ofText("CSV", json -> "page_view,1791000000000,https://example.com,192.0.2.1"),
            ofText("cut off", json -> json.substring(0, json.length() / 2)),
            ofText("single quotes", json -> json.replace('"', '\'')),
            ofText("a comma too many", json -> json.replace(",\"data\":null", ",\"data\":null,,")),
            ofText("a comment", json -> json.replace(",\"data\":null", ",/* none */\"data\":null")),
            ofText("an array", json -> '[' + json + ']'),
            ofText("a string", json -> "\"page_view\""),
            ofText("null", json -> "null"),
            ofText("an empty object", json -> "{}"),
            ofText("a request's envelope", json -> "{\"events\":[" + json + "]}"),
            ofText("two events", json -> json + json),
            ofText("a brace too many", json -> json + '}'),
            ofText("text behind the event", json -> json + " # imported"),
            ofText("a field twice", json -> json.replaceFirst("\\{", "{\"name\":\"page_view\",")),
            ofText("a nested field twice", json -> json.replace("\"esi\":", "\"esi\":\"web\",\"esi\":")),
            ofBytes("Latin-1", json -> withAgent(json, "Caf\u00e9/1.0").getBytes(StandardCharsets.ISO_8859_1)),
            ofBytes("a byte that UTF-8 never has", json -> withByte(withAgent(json, "Agent/~"), '~', 0xFF)),
            ofBytes("an overlong UTF-8 form", json -> withByte(withAgent(json, "Agent/~\u00af"), '~', 0xC0)),
            ofText("longer than any event", json -> withAgent(json, "x".repeat(70_000))),
            ofText("a lone surrogate", json -> withAgent(json, "Agent/\\ud83d")),
            ofText("an escaped control character", json -> withAgent(json, "Agent/\\u0007")),
            ofText("a raw control character", json -> withAgent(json, "Agent/\u0001")),
            ofPageView("a field of the general API", event -> event.text("user_data.email", "visitor")),
            ofPageView(
                    "an advertising id",
                    event -> event.text("user_data.ifa", "none").raw("user_data.os", "\"ios\"")),
            ofPageView("a custom object", event -> event.raw("custom", "{\"plan\":\"gold\"}")),
            ofLead("items in the data", event -> event.raw("data.items", "[]")),
            ofPageView(
                    "a field in camel case",
                    event -> event.without("event_time").raw("eventTime", "1791000000000")),
            ofPageView("a time in quotes", event -> event.text("event_time", "1791000000000")),
            ofPageView("a time with a fraction", event -> event.raw("event_time", "1791000000000.5")),
            ofPageView("a time beyond 64 bits", event -> event.raw("event_time", "99999999999999999999")),
            ofPageView("a name that is a number", event -> event.raw("name", "7")),
            ofPageView("user data that is a list", event -> event.raw("user_data", "[]")),
            ofPageView("a user id that is a number", event -> event.raw("user_data.user_id", "12345")),
            ofLead("a value in quotes", event -> event.text("data.value", "20.00")),
            ofLead("a value that is true", event -> event.raw("data.value", "true")),
            ofLead("a value that is no number", event -> event.raw("data.value", "NaN")),
            ofLead("a value without end", event -> event.raw("data.value", "-Infinity")),
            ofLead("data that is a string", event -> event.text("data", "USD 20")));

    private BrokenText() {}

    private static String withAgent(String json, String agent) {
        return json.replaceFirst(
                "\"client_user_agent\":\"[^\"]*\"", "\"client_user_agent\":\"" + agent.replace("\\", "\\\\") + '"');
    }

    private static byte[] withByte(String json, char mark, int replacement) {
        byte[] bytes = json.getBytes(StandardCharsets.ISO_8859_1);
        bytes[json.indexOf(mark)] = (byte) replacement;
        return bytes;
    }
}

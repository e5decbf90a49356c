package io.leadflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Violation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadResultTest {

    private static final String ADDRESS_AND_AGENT =
            "\"client_ip_address\":\"192.0.2.7\",\"client_user_agent\":\"agent\"";

    private final EventValidator validator = EventValidator.create();

    @Test
    void violations_noEvent_areThoseOfReading() {
        ReadResult result = read("[]");

        assertThat(result.violations(validator)).isEqualTo(result.violations()).hasSize(1);
    }

    @Test
    void violations_unreadField_isNotReportedAsMissing() {
        assertThat(fields("{\"name\":1,\"event_time\":\"t\",\"event_source_url\":{},\"user_data\":[],\"data\":null}"))
                .containsExactly("name", "event_time", "event_source_url", "user_data");
    }

    @Test
    void violations_unreadData_isReportedOnce() {
        assertThat(fields(page("generate_lead", "\"data\":17", "\"user_id\":\"1\"")))
                .containsExactly("data");
        assertThat(fields(
                        page("generate_lead", "\"data\":{\"currency\":\"USD\",\"value\":\"20\"}", "\"user_id\":\"1\"")))
                .containsExactly("data.value");
    }

    @Test
    void violations_unreadIdentifier_isNotReportedAsLackOfOne() {
        assertThat(fields(page("page_view", "\"data\":null", "\"user_id\":1"))).containsExactly("user_data.user_id");
    }

    @Test
    void violations_unknownFieldInUserData_doesNotHideLackOfIdentifier() {
        assertThat(fields(page("page_view", "\"data\":null", "\"email\":\"x\"")))
                .containsExactly("user_data.email", "user_data");
    }

    @Test
    void violations_duplicateField_doesNotHideWhatIsWrongWithTheFirst() {
        assertThat(fields(page("page_view", "\"data\":null", "\"user_id\":\"x1\",\"user_id\":\"1\"")))
                .containsExactly("user_data.user_id", "user_data.user_id");
    }

    @Test
    void violations_cutOff_judgesOnlyWhatWasRead() {
        String whole = page("page_view", "\"data\":null", "\"user_id\":\"x1\"");

        assertThat(fields(whole.substring(0, whole.indexOf(",\"data\"")))).containsExactly("", "user_data.user_id");
        assertThat(fields("{\"name\":\"page_view\",\"event_source_url\":\"http"))
                .containsExactly("event_source_url");
    }

    @Test
    void violations_manyLines_haveTheLineOfFieldOrParent() {
        byte[] json =
                ("{\"name\":\"page_view\",\n\"event_source_url\":\"http://\",\n\n\"user_data\":{\n\"esi\":\"web\",\n"
                                + "\"user_id\":\"x\",\n\"client_user_agent\":\"agent\"}}")
                        .getBytes(UTF_8);

        List<Violation> violations =
                EventReader.create().read(json, 0, json.length, 5).violations(validator);

        assertThat(violations)
                .extracting(violation -> violation.field() + ":" + violation.line())
                .containsExactlyInAnyOrder(
                        "event_time:5", "event_source_url:6", "user_data.client_ip_address:8", "user_data.user_id:10");
    }

    @Test
    void violations_validEvent_areEmpty() {
        String json = "{\"name\":\"page_view\",\"event_time\":1741784485001,\"event_source_url\":\"https://a.example\","
                + "\"user_data\":{" + ADDRESS_AND_AGENT + ",\"esi\":\"web\",\"user_id\":\"12345\"},\"data\":null}";

        assertThat(read(json).violations(validator)).isEmpty();
    }

    private static String page(String name, String data, String identifiers) {
        return "{\"name\":\"" + name + "\",\"event_time\":1741784485001,\"event_source_url\":\"https://a.example\","
                + "\"user_data\":{" + ADDRESS_AND_AGENT + ",\"esi\":\"web\"," + identifiers + "}," + data + "}";
    }

    private List<String> fields(String json) {
        return read(json).violations(validator).stream().map(Violation::field).toList();
    }

    private static ReadResult read(String json) {
        return EventReader.create().read(json.getBytes(UTF_8));
    }
}

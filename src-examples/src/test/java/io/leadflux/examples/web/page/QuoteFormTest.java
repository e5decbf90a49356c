package io.leadflux.examples.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;

final class QuoteFormTest {

    private static final Map<String, String> GOOD = Map.of(
            "id", "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
            "name", " Ada Lovelace ",
            "email", "ada@example.com",
            "phone", "555 010 4477",
            "bill", "SMALL",
            "agreed", "yes");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "ada@",
                "@example.com",
                "ada@example",
                "a b@example.com",
                "ada@example..com",
                "a@b@c.de"
            })
    void errors_noAddress_namesTheField(String email) {
        assertThat(with("email", email).errors()).containsOnlyKeys("email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345", "1234567890123456", "555 010 44x7", "++5550104477", "5550104477\u0000"})
    void errors_noNumber_namesTheField(String phone) {
        assertThat(with("phone", phone).errors()).containsOnlyKeys("phone");
    }

    @ParameterizedTest
    @CsvSource({"name, ''", "name, '  '", "bill, HUGE", "bill, ''", "agreed, on", "agreed, ''"})
    void errors_anythingElseMissing_namesTheField(String field, String value) {
        assertThat(with(field, value).errors()).containsOnlyKeys(field);
    }

    @Test
    void errors_endlessName_namesTheField() {
        assertThat(with("name", "n".repeat(255)).errors()).containsOnlyKeys("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no id", "1b4e28ba-2fa1-41d2-883f-0016d3cca427-and-more"})
    void id_malformed_isReplaced(String id) {
        assertThat(UUID.fromString(with("id", id).id())).isNotNull();
    }

    @Test
    void errors_goodForm_areNone() {
        QuoteForm form = with("id", GOOD.get("id"));

        assertThat(form.errors()).isEmpty();
        assertThat(form.id()).isEqualTo(GOOD.get("id"));
        assertThat(form.name()).isEqualTo("Ada Lovelace");
    }

    @Test
    void toString_showsNothingAboutThePerson() {
        QuoteForm form = with("id", GOOD.get("id"));

        assertThat(form + " " + new Enquiry(form, java.time.Instant.EPOCH, null))
                .doesNotContainIgnoringCase("ada", "555");
    }

    private static QuoteForm with(String field, String value) {
        LinkedMultiValueMap<String, String> data = new LinkedMultiValueMap<>();
        GOOD.forEach(data::set);
        data.set(field, value);
        return QuoteForm.of(data);
    }
}

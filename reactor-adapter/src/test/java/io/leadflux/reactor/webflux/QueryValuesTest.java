package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&",
                "&&&",
                "=",
                "aleid",
                "aleid&",
                "Aleid=x",
                "xaleid=x",
                "a=aleid=x",
                "%61leid=x",
                "aleid;=x",
                "amp;",
                "amp;aleid",
                "xamp;aleid=x",
                "amp;xaleid=x"
            })
    void last_nameNotThere_isNull(String query) {
        assertThat(QueryValues.last(query, "aleid", 10, value -> true)).isNull();
    }

    @Test
    void last_noQuery_isNull() {
        assertThat(QueryValues.last(null, "aleid", 10, value -> true)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "aleid=x,x",
        "aleid=,''",
        "&aleid=x&,x",
        "a=b&aleid=x=y&c,x=y",
        "aleid=x&aleid=%zz,x",
        "aleid=x&aleid=y,y",
        "amp;aleid=x,x",
        "a=b&amp;amp;aleid=x,x",
        "aleid=a+b,a+b"
    })
    void last_nameThere_isItsValue(String query, String value) {
        assertThat(QueryValues.last(query, "aleid", 10, any -> true)).isEqualTo(value);
    }

    @Test
    void last_tooLong_isPassedOverUnseen() {
        List<String> seen = new ArrayList<>();
        assertThat(QueryValues.last("aleid=12345678901&aleid=1234567890", "aleid", 10, seen::add))
                .isEqualTo("1234567890");
        assertThat(seen).containsExactly("1234567890");
    }
}

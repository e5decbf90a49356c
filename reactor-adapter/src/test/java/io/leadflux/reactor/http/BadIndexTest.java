package io.leadflux.reactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadIndexTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "bad request", "events[]", "events[-1]", "events[99999]", "{\"index\":\"x\"}", "12"})
    void in_nothingNamed_isNone(String text) {
        assertThat(BadIndex.in(text)).isEqualTo(BadIndex.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events[7].user_data.client_ip_address is invalid | 7",
                "{\"error\":{\"index\": 42, \"field\":\"name\"}} | 42",
                "event[0] | 0"
            })
    void in_named_isTheIndex(String text, int index) {
        assertThat(BadIndex.in(text)).isEqualTo(index);
    }

    @Test
    void of_messageHeader_isRead() {
        assertThat(BadIndex.of(new DefaultHttpHeaders().set("x-al-error-message", "events[3]: bad")))
                .isEqualTo(3);
        assertThat(BadIndex.of(new DefaultHttpHeaders())).isEqualTo(BadIndex.NONE);
    }
}

package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggableIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "jane@shop.example",
                "jane%40shop.example",
                "+49 170 1234567",
                "%2B491701234567",
                "(415) 555-2671",
                "415-555-2671",
                "415.555.2671",
                "0170/1234567",
                "491701234567",
                "5d41402abc4b2a76b9719d911017c592",
                "5D41402ABC4B2A76B9719D911017C592",
                "md5:5d41402abc4b2a76b9719d911017c592",
                "sha1-aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d",
                "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                "order-1\nWARN forged",
                "order-1\r",
                "order-1\u2028",
                "order-1\u0085",
                "\u001b[31morder-1",
                "order 1",
                "order\"1",
                "m\u00fcnchen",
                "a\ud83d"
            })
    void of_whatMayBePersonalOrForgeALine_isWithheld(String id) {
        assertThat(LoggableId.of(id)).isEqualTo("(withheld)");
    }

    @Test
    void of_lengthAboveTheLimit_isWithheld() {
        assertThat(LoggableId.of("g".repeat(64))).isEqualTo("g".repeat(64));
        assertThat(LoggableId.of("g".repeat(65))).isEqualTo("(withheld)");
        assertThat(LoggableId.of("g".repeat(5_000))).isEqualTo("(withheld)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-1",
                "ORDER_2026.11:4711",
                "4711",
                "123456",
                "5f0c3a52-7b1e-4d55-9a77-3d7a52f4b8aa",
                "01JC9Z7X4T8V2M5N6P7Q8R9S0T",
                "lead:100000000007"
            })
    void of_usualId_isShown(String id) {
        assertThat(LoggableId.of(id)).isEqualTo(id);
    }

    @Test
    void of_null_saysSo() {
        assertThat(LoggableId.of(null)).isEqualTo("null");
    }
}

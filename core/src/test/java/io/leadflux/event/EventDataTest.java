package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class EventDataTest {

    @Test
    @SuppressWarnings("NullAway") // the null is the point
    void of_null_namesTheParameter() {
        assertThatNullPointerException()
                .isThrownBy(() -> EventData.of(null, BigDecimal.ONE))
                .withMessage("currency");
        assertThatNullPointerException()
                .isThrownBy(() -> EventData.of("USD", null))
                .withMessage("value");
    }

    @Test
    void equals_otherCurrencyAmountOrType_isFalse() {
        EventData data = EventData.of("USD", BigDecimal.ONE);
        assertThat(data)
                .isNotEqualTo(EventData.of("EUR", BigDecimal.ONE))
                .isNotEqualTo(EventData.of("USD", BigDecimal.TEN))
                .isNotEqualTo(EventData.ofNullable("USD", null))
                .isNotEqualTo(EventData.ofNullable(null, BigDecimal.ONE))
                .isNotEqualTo("USD")
                .isNotEqualTo(null);
    }

    @Test
    void equals_sameAmountAtAnotherScale_isTrueWithTheSameHash() {
        String[][] same = {
            {"20", "20.00"},
            {"20", "2E+1"},
            {"0", "0.000"},
            {"0", "0E+9"},
            {"0.1", "0.100"},
            {"12345678901234567890.1", "12345678901234567890.10"},
            {"9007199254740993", "9007199254740993.0"},
            {"0.3", "0.300000000000000000000000000000"},
            {"-7", "-7.0"}
        };
        for (String[] pair : same) {
            EventData one = EventData.of("USD", new BigDecimal(pair[0]));
            EventData other = EventData.of("USD", new BigDecimal(pair[1]));
            assertThat(one).as(pair[0]).isEqualTo(other).hasSameHashCodeAs(other);
        }
    }

    @Test
    void hashCode_extremeScales_isFinite() {
        for (int scale : new int[] {Integer.MIN_VALUE, -999_999_999, 999_999_999, Integer.MAX_VALUE}) {
            EventData data = EventData.of("USD", new BigDecimal(BigInteger.TEN, scale));
            assertThat(data).hasSameHashCodeAs(EventData.of("USD", new BigDecimal(BigInteger.TEN, scale)));
        }
    }

    @Test
    void ofNullable_nothing_equalsNothing() {
        EventData nothing = EventData.ofNullable(null, null);
        assertThat(nothing)
                .isEqualTo(EventData.ofNullable(null, null))
                .hasSameHashCodeAs(EventData.ofNullable(null, null));
        assertThat(nothing.currency()).isNull();
        assertThat(nothing.value()).isNull();
    }

    @Test
    void toString_anyValue_showsNone() {
        assertThat(EventData.of("USD", new BigDecimal("47.11"))).hasToString("EventData");
    }
}

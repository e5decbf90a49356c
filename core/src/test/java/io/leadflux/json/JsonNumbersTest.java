package io.leadflux.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {

    private static final int ROOM_BEHIND = 100;

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1, 0, Long.MAX_VALUE, 1_741_784_485_001L})
    void write_long_isItsDecimalForm(long value) {
        assertThat(written(value)).isEqualTo(Long.toString(value));
    }

    @Test
    void write_longsAroundEachPowerOfTen_areTheirDecimalForms() {
        long power = 1;
        for (int zeros = 0; zeros <= 18; zeros++, power *= 10) {
            for (long value = power - 1; value <= power + 1; value++) {
                assertThat(written(value)).isEqualTo(Long.toString(value));
                assertThat(written(-value)).isEqualTo(Long.toString(-value));
            }
        }
    }

    @Test
    void write_everyNumberOfFourDigitsTwice_isItsDecimalForm() {
        for (long value = 0; value < 10_000; value++) {
            long twice = value * 10_001;
            assertThat(written(twice)).isEqualTo(Long.toString(twice));
        }
    }

    @Test
    void write_decimalsOfEveryScale_areTheirPlainForms() {
        long seed = 1_812;
        Random random = new Random(seed);
        for (int scale = 0; scale <= 18; scale++) {
            for (long bound = 1; bound <= 1_000_000_000_000_000_000L && bound > 0; bound *= 10) {
                for (long unscaled : new long[] {0, bound - 1, -bound, random.nextLong() % bound}) {
                    BigDecimal value = BigDecimal.valueOf(unscaled, scale);
                    assertThat(written(value)).as("seed " + seed).isEqualTo(value.toPlainString());
                }
            }
        }
    }

    @Test
    void write_decimalsUpToFifteenDigits_areTheirPlainForms() {
        long seed = 53;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            long unscaled = random.nextLong() >>> (14 + random.nextInt(50));
            BigDecimal value = BigDecimal.valueOf(unscaled % 1_000_000_000_000_000L, random.nextInt(9));
            assertThat(written(value)).isEqualTo(value.toPlainString());
        }
    }

    @Test
    void write_decimalThatTakesMore_leavesRoomBehind() {
        Utf8Buffer out = Utf8Buffer.create(JsonNumbers.ROOM);
        JsonNumbers.write(new BigDecimal("1".repeat(1_000)), ROOM_BEHIND, out);
        assertThat(out.length()).isEqualTo(1_000);
        assertThat(out.capacity()).isGreaterThanOrEqualTo(1_000 + ROOM_BEHIND);
    }

    private static String written(long value) {
        Utf8Buffer out = Utf8Buffer.create(JsonNumbers.ROOM);
        JsonNumbers.write(value, out);
        return new String(out.toByteArray(), US_ASCII);
    }

    private static String written(BigDecimal value) {
        Utf8Buffer out = Utf8Buffer.create(JsonNumbers.ROOM);
        JsonNumbers.write(value, ROOM_BEHIND, out);
        return new String(out.toByteArray(), US_ASCII);
    }
}

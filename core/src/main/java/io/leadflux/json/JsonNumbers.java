package io.leadflux.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Writes JSON numbers; what fits a long goes digit by digit, without a string in between. */
final class JsonNumbers {

    /** How many characters a number may have that is written plainly, and how many digits one that is read. */
    static final int MAX_LENGTH = 1100;

    private static final int MAX_LONG_PRECISION = 18;
    private static final int MAX_LONG_BYTES = 20;

    private JsonNumbers() {}

    /** Appends {@code value} in decimal. */
    static void write(long value, Utf8Buffer out) {
        out.reserve(MAX_LONG_BYTES);
        if (value == Long.MIN_VALUE) {
            writeText(Long.toString(value), out);
        } else if (value < 0) {
            out.array[out.length++] = '-';
            writeDigits(-value, digits(-value), out);
        } else {
            writeDigits(value, digits(value), out);
        }
    }

    /**
     * Appends {@code value} exactly: plainly, or with an exponent when the plain form would be longer than
     * {@link #MAX_LENGTH}.
     */
    static void write(BigDecimal value, Utf8Buffer out) {
        int scale = value.scale();
        int precision = value.precision();
        if (precision <= MAX_LONG_PRECISION && scale >= 0 && scale <= MAX_LONG_PRECISION) {
            // scaleByPowerOfTen, unlike unscaledValue, leaves a long a long.
            writeScaled(value.scaleByPowerOfTen(scale).longValue(), scale, out);
        } else if (plainLength(precision, scale) <= MAX_LENGTH) {
            writeText(value.toPlainString(), out);
        } else {
            writeText(value.unscaledValue() + "E" + -(long) scale, out);
        }
    }

    /** An upper bound of the characters of the plain form: sign, leading zero and point, digits, zeros. */
    private static long plainLength(int precision, int scale) {
        long zeros = scale < 0 ? -(long) scale : Math.max(0, (long) scale - precision);
        return 3 + precision + zeros;
    }

    private static void writeScaled(long unscaled, int scale, Utf8Buffer out) {
        if (scale == 0) {
            write(unscaled, out);
            return;
        }
        out.reserve(2 * MAX_LONG_BYTES);
        if (unscaled < 0) {
            out.array[out.length++] = '-';
        }
        long whole = Math.abs(unscaled);
        writeDigits(whole, Math.max(digits(whole), scale + 1), out);
        byte[] array = out.array;
        int point = out.length - scale;
        System.arraycopy(array, point, array, point + 1, scale);
        array[point] = '.';
        out.length++;
    }

    /** Writes {@code count} digits of a value that is not negative, with zeros in front where it has fewer. */
    private static void writeDigits(long value, int count, Utf8Buffer out) {
        byte[] array = out.array;
        long rest = value;
        for (int i = out.length + count - 1; i >= out.length; i--) {
            long tenth = rest / 10;
            array[i] = (byte) ('0' + (rest - tenth * 10));
            rest = tenth;
        }
        out.length += count;
    }

    private static int digits(long value) {
        int count = 1;
        for (long bound = 10; count < MAX_LONG_PRECISION + 1 && value >= bound; bound *= 10) {
            count++;
        }
        return count;
    }

    private static void writeText(String ascii, Utf8Buffer out) {
        out.append(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }
}

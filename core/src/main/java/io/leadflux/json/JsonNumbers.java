package io.leadflux.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes JSON numbers. A number that fits a long is written eight digits at a time, without a string. */
final class JsonNumbers {

    /** The most characters of a number written without an exponent, and the most digits of one that is read. */
    static final int MAX_LENGTH = 1100;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_LONG_PRECISION = 18;
    private static final int MAX_EXACT_PRECISION = 15;
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
    private static final int EIGHT_DIGITS = 100_000_000;
    private static final long ZEROS = '0' * 0x0101010101010101L;

    /**
     * The room that a number needs: sign, up to 19 digits, the point, zeros after it, and the rest of the last eight
     * bytes.
     */
    static final int ROOM = 48;

    private JsonNumbers() {}

    /** Appends {@code value} in decimal; there must be {@link #ROOM}. */
    static void write(long value, Utf8Buffer out) {
        if (value == Long.MIN_VALUE) {
            out.append(ascii(Long.toString(value)));
            return;
        }
        writeSign(value, out);
        writeDigits(Math.abs(value), out);
    }

    /**
     * Appends {@code value} exactly. It has an exponent only if it would be longer than {@link #MAX_LENGTH} without
     * one. That exponent fits 32 bits, so that a decimal can be read from it. There must be {@link #ROOM}.
     *
     * @param room how much room to leave after a number that needs more than that
     */
    static void write(BigDecimal value, int room, Utf8Buffer out) {
        int scale = value.scale();
        int precision = value.precision();
        if (precision <= MAX_EXACT_PRECISION && scale >= 0 && scale < POWERS_OF_TEN.length) {
            writeScaled(unscaled(value, scale), scale, out);
        } else if (precision <= MAX_LONG_PRECISION && scale >= 0 && scale <= MAX_LONG_PRECISION) {
            writeScaled(value.unscaledValue().longValue(), scale, out);
        } else if (value.signum() == 0 && scale < 0) {
            write(0, out);
        } else if (plainLength(precision, scale) <= MAX_LENGTH) {
            writeText(value.toPlainString(), room, out);
        } else if (scale == Integer.MIN_VALUE) {
            writeText(value.unscaledValue() + "0E" + Integer.MAX_VALUE, room, out);
        } else {
            writeText(value.unscaledValue() + "E" + -scale, room, out);
        }
    }

    /**
     * The unscaled value as a long, without allocating an object. Up to 10¹⁵ this is exact: the relative errors of the
     * {@code double} and of the product are at most 2⁻⁵³ each, together less than a half of the last digit.
     */
    private static long unscaled(BigDecimal value, int scale) {
        return scale == 0 ? value.longValue() : Math.round(value.doubleValue() * POWERS_OF_TEN[scale]);
    }

    /** An upper bound of the length without an exponent: sign, leading zero and point, digits, zeros. */
    private static long plainLength(int precision, int scale) {
        long zeros = scale < 0 ? -(long) scale : Math.max(0, (long) scale - precision);
        return 3 + precision + zeros;
    }

    private static void writeScaled(long unscaled, int scale, Utf8Buffer out) {
        writeSign(unscaled, out);
        int start = out.length;
        writeDigits(Math.abs(unscaled), out);
        if (scale > 0) {
            writePoint(start, scale, out);
        }
    }

    private static void writeSign(long value, Utf8Buffer out) {
        if (value < 0) {
            out.array[out.length++] = '-';
        }
    }

    /** Inserts the point before the last {@code scale} digits; adds leading zeros if there are fewer. */
    private static void writePoint(int start, int scale, Utf8Buffer out) {
        byte[] array = out.array;
        int missing = Math.max(0, scale + 1 - (out.length - start));
        int end = out.length + missing;
        int point = end - scale;
        for (int i = end; i > point; i--) {
            int digit = i - 1 - missing;
            array[i] = digit < start ? (byte) '0' : array[digit];
        }
        if (missing > 0) {
            array[start] = '0';
        }
        array[point] = '.';
        out.length = end + 1;
    }

    /** Writes a value of 0 or more; there must be room for three longs. */
    private static void writeDigits(long value, Utf8Buffer out) {
        if (value < EIGHT_DIGITS) {
            writeFirst((int) value, out);
            return;
        }
        long front = value / EIGHT_DIGITS;
        if (front < EIGHT_DIGITS) {
            writeFirst((int) front, out);
        } else {
            writeFirst((int) (front / EIGHT_DIGITS), out);
            writeEight((int) (front % EIGHT_DIGITS), out);
        }
        writeEight((int) (value - front * EIGHT_DIGITS), out);
    }

    /** Writes a value of up to eight digits without leading zeros. */
    private static void writeFirst(int value, Utf8Buffer out) {
        long digits = eightDigits(value);
        int leadingZeros = Math.min(Long.numberOfTrailingZeros(digits) >>> 3, 7);
        LONGS.set(out.array, out.length, (digits + ZEROS) >>> (leadingZeros << 3));
        out.length += Long.BYTES - leadingZeros;
    }

    private static void writeEight(int value, Utf8Buffer out) {
        LONGS.set(out.array, out.length, eightDigits(value) + ZEROS);
        out.length += Long.BYTES;
    }

    /**
     * The eight decimal digits of a value below 10⁸, each in its byte, the first in the lowest.
     *
     * <p>The value is split into two numbers of four digits side by side, those into four of two, and those into eight
     * of one. One multiplication and one shift divide all of them by 100 or 10 at once, which is exact for numbers this
     * small. The mask removes what the shift moves over from the neighbour.
     */
    private static long eightDigits(int value) {
        int front = value / 10_000;
        long fours = front | (long) (value - front * 10_000) << 32;
        long hundreds = ((fours * 10_486) >>> 20) & 0x0000_007f_0000_007fL;
        long twos = hundreds | ((fours - hundreds * 100) << 16);
        long tens = ((twos * 103) >>> 10) & 0x000f_000f_000f_000fL;
        return tens | ((twos - tens * 10) << 8);
    }

    private static void writeText(String ascii, int room, Utf8Buffer out) {
        out.append(ascii(ascii));
        out.reserve(room);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

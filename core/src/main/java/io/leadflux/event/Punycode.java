package io.leadflux.event;

/**
 * Punycode (RFC 3492): how a name's label beyond ASCII is written in letters, digits and hyphens.
 *
 * <p>A text begins with the label's ASCII characters and a hyphen, if there are any. Then comes a number for each other
 * character, which says how many places and code points lie between it and the one before. The numbers have a variable
 * length, with the least digit first.
 */
final class Punycode {

    private static final int BASE = 36;
    private static final int FIRST_DIGITS = 26;
    private static final int LEAST_THRESHOLD = 1;
    private static final int MOST_THRESHOLD = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_CODE_POINT = 0x80;

    private Punycode() {}

    /** A label of at most a few hundred code points, without its prefix {@code xn--}. */
    static String encode(int[] label) {
        StringBuilder encoded = new StringBuilder();
        for (int c : label) {
            if (c < FIRST_CODE_POINT) {
                encoded.append((char) c);
            }
        }
        int basic = encoded.length();
        if (basic > 0) {
            encoded.append('-');
        }
        int delta = 0;
        int bias = FIRST_BIAS;
        int last = FIRST_CODE_POINT;
        for (int done = basic; done < label.length; ) {
            int next = nextCodePoint(label, last);
            delta += (next - last) * (done + 1);
            for (int c : label) {
                delta += c < next ? 1 : 0;
                if (c == next) {
                    append(encoded, delta, bias);
                    bias = adapted(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            last = next + 1;
        }
        return encoded.toString();
    }

    private static int nextCodePoint(int[] label, int least) {
        int next = Integer.MAX_VALUE;
        for (int c : label) {
            next = c >= least ? Math.min(next, c) : next;
        }
        return next;
    }

    private static void append(StringBuilder encoded, int delta, int bias) {
        int rest = delta;
        int k = BASE;
        for (int threshold = threshold(k, bias); rest >= threshold; threshold = threshold(k, bias)) {
            encoded.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
            k += BASE;
        }
        encoded.append(digit(rest));
    }

    private static char digit(int value) {
        return (char) (value < FIRST_DIGITS ? 'a' + value : '0' + value - FIRST_DIGITS);
    }

    /**
     * Whether the part of {@code text} from {@code start} up to {@code end}, what follows a prefix {@code xn--}, stands
     * for a label with at least one character beyond ASCII. No script is unknown, so that one newer than this Java is
     * well-formed too; only what is never a public character is refused. Allocates nothing.
     */
    static boolean isWellFormed(String text, int start, int end) {
        int delimiter = text.lastIndexOf('-', end - 1);
        int position = delimiter >= start ? delimiter + 1 : start;
        if (delimiter == start || position >= end) {
            return false;
        }
        int length = delimiter > start ? delimiter - start : 0;
        int bias = FIRST_BIAS;
        boolean first = true;
        long index = 0;
        long codePoint = FIRST_CODE_POINT;
        while (position < end) {
            long before = index;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = position < end ? value(text.charAt(position++)) : -1;
                index += digit * weight;
                if (digit < 0 || index > Integer.MAX_VALUE) {
                    return false;
                }
                int threshold = threshold(k, bias);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    return false;
                }
            }
            length++;
            bias = adapted((int) (index - before), length, first);
            first = false;
            codePoint += index / length;
            index = index % length + 1;
            if (!isPublic(codePoint)) {
                return false;
            }
        }
        return true;
    }

    /** Not a control character, a surrogate, for private use, or never a character. */
    private static boolean isPublic(long codePoint) {
        boolean surrogateOrPrivate = codePoint >= 0xd800 && codePoint <= 0xf8ff;
        return codePoint >= 0xa0 && codePoint < 0xf0000 && !surrogateOrPrivate && (codePoint & 0xfffe) != 0xfffe;
    }

    private static int value(char digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0' + FIRST_DIGITS;
        }
        int lower = digit | 0x20;
        return lower >= 'a' && lower <= 'z' ? lower - 'a' : -1;
    }

    private static int threshold(int k, int bias) {
        return Math.min(Math.max(k - bias, LEAST_THRESHOLD), MOST_THRESHOLD);
    }

    private static int adapted(int delta, int length, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / length;
        int k = 0;
        while (rest > (BASE - LEAST_THRESHOLD) * MOST_THRESHOLD / 2) {
            rest /= BASE - LEAST_THRESHOLD;
            k += BASE;
        }
        return k + (BASE - LEAST_THRESHOLD + 1) * rest / (rest + SKEW);
    }
}

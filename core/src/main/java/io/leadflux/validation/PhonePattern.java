package io.leadflux.validation;

import io.leadflux.event.CharTraits;

/**
 * What counts as a telephone number in an identifier. Digits alone never do: they may be any id.
 *
 * <ul>
 *   <li>Anywhere: {@code +}, or {@code %2B}, then 8 to 15 digits of which the first is not 0. Between two groups of
 *       digits there may be up to three of {@code space - . ( ) /}. Next to the number there is no character that could
 *       make it a part of a base64 token: no letter, digit, {@code +} or {@code /}; and no {@code =} or {@code %} after
 *       it.
 *   <li>The whole value: ten digits grouped 3-3-4 by spaces, hyphens, dots or parentheses, perhaps after {@code 1}. The
 *       North American numbering plan must allow them: neither of the first two groups begins with 0 or 1.
 *   <li>The whole value: 8 to 15 digits that begin with 0 and are grouped by spaces, perhaps also by parentheses or one
 *       slash. After 00, for other countries, there are 8 digits or more, and the first is not 0. Not 8 digits in all
 *       of which the last group is a year, 1900 to 2099: {@code 0123/2026} and {@code 01 12 2026} are a number of that
 *       year and a date.
 * </ul>
 */
final class PhonePattern {

    private static final int MIN_DIGITS = 8;
    private static final int MAX_DIGITS = 15;

    private PhonePattern() {}

    static boolean isIn(String text, int traits) {
        if (CharTraits.has(traits, CharTraits.PLUS | CharTraits.PERCENT) && isInternationalIn(text)) {
            return true;
        }
        boolean digitsAndSeparators =
                !CharTraits.has(traits, CharTraits.NOT_PHONE) && CharTraits.has(traits, CharTraits.NOT_HEX);
        return digitsAndSeparators && (isNorthAmerican(text) || isNational(text));
    }

    // ---- +49 170 1234567
    // ---------------------------------------------------------------------------------------------

    private static boolean isInternationalIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            int digits = afterPlus(text, i);
            if (digits > 0 && (i == 0 || !continuesBackwards(text.charAt(i - 1))) && beginsWithNumber(text, digits)) {
                return true;
            }
        }
        return false;
    }

    private static int afterPlus(String text, int i) {
        char c = text.charAt(i);
        if (c == '+') {
            return i + 1;
        }
        return c == '%' && text.regionMatches(true, i + 1, "2B", 0, 2) ? i + 3 : -1;
    }

    // The number ends with the first group of digits that makes it long enough.
    private static boolean beginsWithNumber(String text, int start) {
        int digits = 0;
        int position = start;
        while (digits < MIN_DIGITS) {
            int groupEnd = digitsEnd(text, position);
            boolean groupMissing = groupEnd == position;
            boolean noCountryCode = digits == 0 && !groupMissing && text.charAt(position) == '0';
            if (groupMissing || noCountryCode) {
                return false;
            }
            digits += groupEnd - position;
            position = digits < MIN_DIGITS ? separatorsEnd(text, groupEnd) : groupEnd;
        }
        return digits <= MAX_DIGITS && (position == text.length() || !continuesForwards(text.charAt(position)));
    }

    // Stops beyond the longest number, so that a long run of digits is not read again for each plus sign.
    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && end - start <= MAX_DIGITS && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int separatorsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && end - start < 3 && isSeparator(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean continuesBackwards(char c) {
        return isDigit(c) || isLetter(c) || c == '+' || c == '/';
    }

    private static boolean continuesForwards(char c) {
        return continuesBackwards(c) || c == '=' || c == '%';
    }

    // ---- (415) 555-2671
    // ----------------------------------------------------------------------------------------------

    // The ten digits must form groups of 3, 3 and 4, each of them unbroken.
    private static boolean isNorthAmerican(String text) {
        int digits = countDigits(text);
        int expected = digits == 11 ? 11 : 10;
        if (digits != expected || (expected == 11 && firstDigit(text) != '1')) {
            return false;
        }
        int place = 10 - expected;
        int gap = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                gap++;
                if (gap > 2 || c == '+' || c == '/') {
                    return false;
                }
                continue;
            }
            boolean groupStart = place == 0 || place == 3 || place == 6;
            boolean wrongGap = place > 0 && (gap > 0) != groupStart;
            if (wrongGap || ((place == 0 || place == 3) && c < '2')) {
                return false;
            }
            gap = 0;
            place++;
        }
        return true;
    }

    // ---- 0170 1234567
    // ------------------------------------------------------------------------------------------------

    private static boolean isNational(String text) {
        int digits = countDigits(text);
        boolean rightStart = firstDigit(text) == '0' && isDigit(text.charAt(text.length() - 1));
        if (!rightStart || digits < MIN_DIGITS || digits > MAX_DIGITS) {
            return false;
        }
        int spaces = 0;
        int slashes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            spaces += c == ' ' ? 1 : 0;
            slashes += c == '/' ? 1 : 0;
            if (c == '+' || c == '-' || c == '.') {
                return false;
            }
        }
        boolean grouped = slashes <= 1 && (spaces > 0 || slashes == 1);
        return grouped && isDialled(text, digits) && (digits > MIN_DIGITS || !endsWithYear(text));
    }

    /** Whether digits of which the first is 0 can be dialled: behind a 0 or a 00 comes another digit. */
    private static boolean isDialled(String text, int digits) {
        int zeros = 0;
        for (int i = 0; i < text.length() && (text.charAt(i) == '0' || !isDigit(text.charAt(i))); i++) {
            zeros += text.charAt(i) == '0' ? 1 : 0;
        }
        return zeros == 1 || (zeros == 2 && digits - zeros >= MIN_DIGITS);
    }

    private static boolean endsWithYear(String text) {
        int year = text.length() - 4;
        boolean century = text.startsWith("19", year) || text.startsWith("20", year);
        return century && digitsEnd(text, year) == text.length() && !isDigit(text.charAt(year - 1));
    }

    private static int countDigits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            digits += isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits;
    }

    private static char firstDigit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isDigit(text.charAt(i))) {
                return text.charAt(i);
            }
        }
        return 0;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '\u00a0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}

package io.leadflux.event;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ASCII form of an international host name, by UTS 46 in its non-transitional form, as browsers do it.
 *
 * <p>Every character is mapped: to lower case and to its compatibility form, an ideographic full stop to a dot. What is
 * left must be letters, marks, digits, punctuation or symbols. {@code ß}, {@code ς} and the two joiners stay: they make
 * another name than {@code ss}, {@code σ} and nothing. The characters' properties are those of this Java's Unicode;
 * characters that it does not know are refused.
 */
final class InternationalName {

    private static final String PREFIX = "xn--";

    private static final int SHARP_S = 0xdf;
    private static final int DOTLESS_I = 0x131;
    private static final int SIGMA = 0x3c3;
    private static final int FINAL_SIGMA = 0x3c2;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;
    private static final char IDEOGRAPHIC_STOP = '\u3002';

    /** The scripts of which letters are joined, and where a non-joiner between two letters shows. */
    private static final Set<UnicodeScript> CURSIVE = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MANDAIC,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.NKO,
            UnicodeScript.PHAGS_PA,
            UnicodeScript.MANICHAEAN,
            UnicodeScript.PSALTER_PAHLAVI,
            UnicodeScript.ADLAM,
            UnicodeScript.HANIFI_ROHINGYA,
            UnicodeScript.SOGDIAN,
            UnicodeScript.CHORASMIAN);

    /** The first and the last of each run of ignored characters. */
    private static final int[] IGNORED = {
        0xad, 0xad, 0x34f, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b, 0x200b, 0x2060, 0x2064,
        0x206a, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0x1bca0, 0x1bca3, 0x1d173,
        0x1d17a, 0xe0100, 0xe01ef
    };

    private InternationalName() {}

    /** The name in ASCII, in lower case; null when it has none. The result may still break a rule for ASCII names. */
    static @Nullable String toAscii(String name) {
        String mapped = mapped(name);
        if (mapped == null) {
            return null;
        }
        String[] labels = mapped.split("\\.", -1);
        boolean rightToLeft = BidiRule.applies(mapped);
        for (int i = 0; i < labels.length; i++) {
            String label = labels[i];
            int[] codePoints = label.codePoints().toArray();
            if (!isValid(codePoints) || (rightToLeft && !label.startsWith(PREFIX) && !BidiRule.allows(codePoints))) {
                return null;
            }
            boolean plain = label.chars().allMatch(c -> c < 0x80);
            labels[i] = plain ? label : PREFIX + Punycode.encode(codePoints);
        }
        return String.join(".", labels);
    }

    // ---- mapping
    // -----------------------------------------------------------------------------------------------------

    private static @Nullable String mapped(String name) {
        StringBuilder mapped = new StringBuilder(name.length() + 16);
        int c;
        for (int i = 0; i < name.length(); i += Character.charCount(c)) {
            c = name.codePointAt(i);
            if (isRefused(c)) {
                return null;
            }
            if (isDeviation(c)) {
                mapped.appendCodePoint(c);
            } else if (c == '.' || c == IDEOGRAPHIC_STOP || c == '\uff0e' || c == '\uff61') {
                mapped.append('.');
            } else if (!isIgnored(c)) {
                String folded = folded(c);
                if (folded.indexOf('.') >= 0 || folded.indexOf(IDEOGRAPHIC_STOP) >= 0) {
                    return null;
                }
                mapped.append(folded);
            }
        }
        return Normalizer.normalize(mapped, Normalizer.Form.NFC);
    }

    private static boolean isDeviation(int c) {
        return c == SHARP_S || c == FINAL_SIGMA || c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
    }

    /** Characters that change how a name looks, and not which it is, such as soft hyphens and variation selectors. */
    private static boolean isIgnored(int c) {
        for (int i = 0; i < IGNORED.length; i += 2) {
            if (c >= IGNORED[i] && c <= IGNORED[i + 1]) {
                return true;
            }
        }
        return false;
    }

    private static boolean isRefused(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT -> !isDeviation(c) && !isIgnored(c);
            // Characters that describe others, and those that stand for what cannot be shown.
            case Character.OTHER_SYMBOL -> (c >= 0x2ff0 && c <= 0x2fff) || c == 0x31ef || c == 0xfffc || c == 0xfffd;
            default -> false;
        };
    }

    /** Normalized for compatibility and without case, in both orders, until neither changes anything. */
    private static String folded(int c) {
        String text = Character.toString(c);
        String folded = compatible(withoutCase(compatible(text)));
        return folded.equals(text) ? text : compatible(withoutCase(folded));
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private static String withoutCase(String text) {
        StringBuilder folded = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .map(InternationalName::withoutCase)
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private static int withoutCase(int c) {
        if (c == DOTLESS_I) {
            return c;
        }
        if (c == FINAL_SIGMA) {
            return SIGMA;
        }
        int upper = Character.toUpperCase(c);
        return UnicodeScript.of(c) == UnicodeScript.CHEROKEE ? upper : Character.toLowerCase(upper);
    }

    // ---- labels
    // ------------------------------------------------------------------------------------------------------

    private static boolean isValid(int[] label) {
        if (label.length == 0) {
            return true;
        }
        boolean valid = !isMark(label[0]) && label[0] != '-' && label[label.length - 1] != '-';
        for (int i = 0; i < label.length; i++) {
            boolean joiner = label[i] == ZERO_WIDTH_NON_JOINER || label[i] == ZERO_WIDTH_JOINER;
            valid &= !joiner || mayJoin(label, i);
        }
        return valid;
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    /** A joiner may follow a virama. A non-joiner may also stand between two letters that would join. */
    private static boolean mayJoin(int[] label, int i) {
        boolean betweenLetters = label[i] == ZERO_WIDTH_NON_JOINER && isJoining(label, i, -1) && isJoining(label, i, 1);
        return betweenLetters || (i > 0 && isVirama(label[i - 1]));
    }

    /** Whether the next character in a direction, marks apart, is a letter of a cursive script. */
    private static boolean isJoining(int[] label, int from, int step) {
        int i = from + step;
        while (i >= 0 && i < label.length && isMark(label[i])) {
            i += step;
        }
        return i >= 0
                && i < label.length
                && Character.isLetter(label[i])
                && CURSIVE.contains(UnicodeScript.of(label[i]));
    }

    /**
     * Whether the combining class of {@code c} is 9, that of viramas. Java does not tell the class, but marks are put
     * into its order: behind one of class 8 and in front of one of class 10.
     */
    private static boolean isVirama(int c) {
        String mark = Character.toString(c);
        return isOrdered('\u3099' + mark) && !isOrdered(mark + '\u3099') && !isOrdered('\u05b0' + mark);
    }

    private static boolean isOrdered(String marks) {
        String text = 'a' + marks;
        return Normalizer.normalize(text, Normalizer.Form.NFD).equals(text);
    }
}

package io.leadflux.reactor.webflux;

import java.util.Locale;
import java.util.Set;

/**
 * Tells values that stand for a missing one: what scripts write for nothing, such as {@code undefined}, and a macro that
 * a template should have replaced, such as <code>{aleid}</code>, <code>{{aleid}}</code>, {@code %aleid%},
 * {@code [aleid]} or {@code __ALEID__}.
 */
final class Placeholder {

    private static final Set<String> NOTHING = Set.of(
            "undefined",
            "null",
            "nil",
            "none",
            "nan",
            "n/a",
            "(null)",
            "(none)",
            "(not set)",
            "not_set",
            "[object object]",
            "aleid",
            "alart",
            "$aleid",
            "$alart");
    private static final int LONGEST_NOTHING = "[object object]".length();

    /** A bracket that opens a macro, and at the same index the one that closes it. */
    private static final String OPENING = "{[<%#|@~";

    private static final String CLOSING = "}]>%#|@~";
    private static final String MARKS_BEFORE = "$#@%*!";
    private static final String UNDERSCORES = "__";

    private Placeholder() {}

    static boolean matches(String value) {
        String text = value.strip();
        return isNothing(text) || isMacro(text) || isUnderscored(text);
    }

    private static boolean isNothing(String text) {
        return text.length() <= LONGEST_NOTHING && NOTHING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Brackets around the text, perhaps with a mark before them, as in <code>${aleid}</code> or {@code *|ALEID|*}. */
    private static boolean isMacro(String text) {
        boolean marked = !text.isEmpty() && MARKS_BEFORE.indexOf(text.charAt(0)) >= 0;
        int last = text.startsWith("*") && text.endsWith("*") ? text.length() - 2 : text.length() - 1;
        return isBracketed(text, 0, last) || (marked && isBracketed(text, 1, last));
    }

    private static boolean isBracketed(String text, int first, int last) {
        int bracket = first < last ? OPENING.indexOf(text.charAt(first)) : -1;
        return bracket >= 0 && text.charAt(last) == CLOSING.charAt(bracket);
    }

    /** Letters and single underscores between two pairs of underscores; an id would hardly lack digits. */
    private static boolean isUnderscored(String text) {
        if (text.length() < 5 || !text.startsWith(UNDERSCORES) || !text.endsWith(UNDERSCORES)) {
            return false;
        }
        return text.chars().allMatch(c -> c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
    }
}

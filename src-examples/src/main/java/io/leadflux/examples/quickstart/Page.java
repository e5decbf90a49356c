package io.leadflux.examples.quickstart;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Lays out text: with colours and box characters on a terminal, in plain ASCII elsewhere. */
final class Page {

    private static final int WIDTH = 100;
    private static final String LEVELS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

    private final StringBuilder text = new StringBuilder();
    private final boolean rich;

    Page(boolean rich) {
        this.rich = rich;
    }

    Page line(String format, Object... facts) {
        text.append(String.format(Locale.ROOT, format, facts).stripTrailing()).append('\n');
        return this;
    }

    Page heading(String title) {
        return line("").line("%s", styled("bold", title)).line("%s", (rich ? "\u2500" : "-").repeat(title.length()));
    }

    /** The text in a picocli style such as {@code bold,green}. */
    String styled(String style, String plain) {
        return rich ? Ansi.ON.string("@|" + style + ' ' + plain + "|@") : plain;
    }

    /** A bar that fills {@code share} of {@code length} characters, at least one if the share is above 0. */
    String bar(double share, int length) {
        int full = share > 0 ? (int) Math.max(1, Math.round(share * length)) : 0;
        return (rich ? "\u2588" : "#").repeat(full) + " ".repeat(length - full);
    }

    /** A row of columns, each as high as its number relative to {@code max}; the numbers themselves in plain text. */
    String columns(List<Integer> numbers, int max) {
        StringBuilder row = new StringBuilder();
        for (int number : numbers) {
            if (rich) {
                row.append(LEVELS.charAt(Math.max(0, number * LEVELS.length() / max - 1)));
            } else {
                row.append(row.length() == 0 ? "" : " ").append(number);
            }
        }
        return row.toString();
    }

    /** A left column of {@code indent} characters, and wrapped text beside it. */
    Page wrapped(String left, int indent, String words) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + indent + "s", left));
        int used = indent;
        for (String word : words.split(" ", -1)) {
            if (used + word.length() > WIDTH) {
                line("%s", line);
                line.setLength(0);
                line.append(" ".repeat(indent));
                used = indent;
            }
            line.append(word).append(' ');
            used += word.length() + 1;
        }
        return line("%s", line);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

package io.leadflux.json;

import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one reading saw: which fields, on which lines, and what was wrong with them. Not thread-safe. */
final class ParseState {

    private static final int MAX_VIOLATIONS = 100;

    private final long firstLine;
    private final @Nullable Map<Field, Long> lines;
    private final List<Violation> violations = new ArrayList<>(0);
    private int seen;

    /**
     * @param firstLine the line on which the input begins
     * @param manyLines whether it goes on to other lines; only then are the fields' lines kept one by one
     */
    ParseState(long firstLine, boolean manyLines) {
        this.firstLine = firstLine;
        this.lines = manyLines ? new EnumMap<>(Field.class) : null;
    }

    long firstLine() {
        return firstLine;
    }

    boolean hasManyLines() {
        return lines != null;
    }

    /** Whether no known field has been seen. */
    boolean isEmpty() {
        return seen == 0;
    }

    boolean hasSeen(Field field) {
        return (seen & field.bit()) != 0;
    }

    void see(Field field, long line) {
        seen |= field.bit();
        if (lines != null) {
            lines.put(field, line);
        }
    }

    /** The line of the field at {@code path}; when that was not seen, the line of what should hold it. */
    long lineOf(String path) {
        if (lines == null || path.isEmpty()) {
            return firstLine;
        }
        Field field = Field.ofPath(path);
        Long line = field == null ? null : lines.get(field);
        if (line != null) {
            return line;
        }
        int dot = path.lastIndexOf('.');
        return dot < 0 ? firstLine : lineOf(path.substring(0, dot));
    }

    void add(String field, Rule rule, String message, long line) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new Violation(field, rule, message, line));
        }
    }

    List<Violation> violations() {
        return violations.isEmpty() ? List.of() : List.copyOf(violations);
    }
}

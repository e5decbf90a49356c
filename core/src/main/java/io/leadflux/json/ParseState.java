package io.leadflux.json;

import io.leadflux.event.EventField;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found while one input was read: its fields, their lines, and the violations. Not thread-safe. */
final class ParseState {

    private static final int MAX_VIOLATIONS = 100;

    private final long firstLine;
    private final @Nullable Map<EventField, Long> lines;
    private final List<Violation> violations = new ArrayList<>(0);
    private int seen;

    /**
     * @param firstLine the line on which the input begins
     * @param manyLines whether the input has more than one line; only then is the line of each field kept
     */
    ParseState(long firstLine, boolean manyLines) {
        this.firstLine = firstLine;
        this.lines = manyLines ? new EnumMap<>(EventField.class) : null;
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

    boolean hasSeen(EventField field) {
        return (seen & ObjectFields.bit(field)) != 0;
    }

    void see(EventField field, long line) {
        seen |= ObjectFields.bit(field);
        if (lines != null) {
            lines.put(field, line);
        }
    }

    /** The line of the field at {@code path}; if that was not seen, the line of the object that should hold it. */
    long lineOf(String path) {
        if (lines == null || path.isEmpty()) {
            return firstLine;
        }
        EventField field = EventField.ofPath(path);
        Long line = field == null ? null : lines.get(field);
        if (line != null) {
            return line;
        }
        int dot = path.lastIndexOf('.');
        return dot < 0 ? firstLine : lineOf(path.substring(0, dot));
    }

    void add(String path, Rule rule, String message, long line) {
        if (violations.size() < MAX_VIOLATIONS) {
            violations.add(new Violation(path, rule, message, line));
        }
    }

    List<Violation> violations() {
        return violations.isEmpty() ? List.of() : List.copyOf(violations);
    }
}

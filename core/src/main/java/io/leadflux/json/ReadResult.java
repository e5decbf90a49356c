package io.leadflux.json;

import io.leadflux.event.EventField;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of reading one input with an {@link EventReader}. Immutable. */
public final class ReadResult {

    private final @Nullable ServerEvent event;
    private final List<Violation> violations;
    private final ParseState state;
    private final boolean complete;

    /**
     * @param state what was found; it no longer changes
     * @param complete whether the event was read to its end
     */
    ReadResult(@Nullable ServerEvent event, ParseState state, boolean complete) {
        this.event = event;
        this.violations = state.violations();
        this.state = state;
        this.complete = complete;
    }

    /** The result for an input that was not parsed. */
    static ReadResult nothing(Violation why) {
        ParseState state = new ParseState(why.line(), false);
        state.add(why.field(), why.rule(), why.message(), why.line());
        return new ReadResult(null, state, false);
    }

    /**
     * The event with every field that could be read, or null when the input holds none. A field that could not be read
     * is missing, so send the event only if the result {@linkplain #isWellFormed() is well-formed}.
     */
    public @Nullable ServerEvent event() {
        return event;
    }

    /** What is wrong with the input, in reading order; empty when nothing is. Immutable. */
    public List<Violation> violations() {
        return violations;
    }

    /** Whether the input is exactly one event: there is no violation, and {@link #event()} is not null. */
    public boolean isWellFormed() {
        return violations.isEmpty();
    }

    /**
     * Every violation that keeps the event from being sent: {@link #violations()}, then those that {@code validator}
     * finds, each with its line.
     *
     * <p>A field that could not be read is not reported again as missing. If the input ends within the event, only the
     * fields that were read are validated.
     *
     * @return an immutable list; empty when the event can be sent
     */
    public List<Violation> violations(EventValidator validator) {
        if (event == null) {
            return violations;
        }
        List<Violation> found = validator.validate(event);
        if (found.isEmpty()) {
            return violations;
        }
        List<Violation> all = new ArrayList<>(violations);
        for (Violation violation : found) {
            if (isChecked(violation.field()) && !repeats(violation)) {
                all.add(new Violation(
                        violation.field(), violation.rule(), violation.message(), state.lineOf(violation.field())));
            }
        }
        return List.copyOf(all);
    }

    private boolean isChecked(String path) {
        if (complete) {
            return true;
        }
        EventField field = EventField.ofPath(path);
        return field != null && !isObject(field) && state.hasSeen(field);
    }

    private static boolean isObject(EventField field) {
        return field == EventField.USER_DATA || field == EventField.DATA;
    }

    private boolean repeats(Violation violation) {
        for (Violation known : violations) {
            if (leavesUnread(known) && repeats(known.field(), violation.field())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the violation is the reason why its field is missing from the event. */
    private static boolean leavesUnread(Violation violation) {
        return !violation.field().isEmpty()
                && violation.rule() != Rule.DUPLICATE_FIELD
                && violation.rule() != Rule.UNKNOWN_FIELD;
    }

    private static boolean repeats(String unread, String path) {
        return unread.equals(path)
                || path.startsWith(unread + '.')
                || (path.equals(EventField.USER_DATA.path()) && isIdentifier(EventField.ofPath(unread)));
    }

    // An identifier that could not be read may be the one that user_data lacks.
    private static boolean isIdentifier(@Nullable EventField field) {
        return field == EventField.CLIENT_ID || field == EventField.ALART || field == EventField.USER_ID;
    }

    /** The number of violations; nothing of the event. */
    @Override
    public String toString() {
        return "ReadResult{" + (event == null ? "no event" : "event") + ", violations=" + violations.size() + '}';
    }
}

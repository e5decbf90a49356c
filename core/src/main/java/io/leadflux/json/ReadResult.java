package io.leadflux.json;

import io.leadflux.event.EventField;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@link EventReader} made of its input. Immutable. */
public final class ReadResult {

    private final @Nullable ServerEvent event;
    private final List<Violation> violations;
    private final ParseState log;
    private final boolean complete;

    /**
     * @param log what the reading saw; nothing is added to it any more
     * @param complete whether the event was read to its end
     */
    ReadResult(@Nullable ServerEvent event, ParseState log, boolean complete) {
        this.event = event;
        this.violations = log.violations();
        this.log = log;
        this.complete = complete;
    }

    /** The result for an input that was not parsed. */
    static ReadResult nothing(Violation why) {
        ParseState log = new ParseState(why.line(), false);
        log.add(why.field(), why.rule(), why.message(), why.line());
        return new ReadResult(null, log, false);
    }

    /**
     * The event, with every field that could be read; a field that could not is missing. Null when the input holds no
     * event. It is the sender's to send only when {@link #isWellFormed()}.
     */
    public @Nullable ServerEvent event() {
        return event;
    }

    /** What is wrong with the input, in the order in which it was read; empty when nothing is. */
    public List<Violation> violations() {
        return violations;
    }

    /** Whether the input is exactly one event: there is no violation, and {@link #event()} is not null. */
    public boolean isWellFormed() {
        return violations.isEmpty();
    }

    /**
     * All that keeps the event from being sent: {@link #violations()}, then what {@code validator} finds, each with its
     * line. What only repeats a violation of reading is left out: a field that could not be read is not reported again as
     * missing. Of an event that breaks off, only the fields that were read are judged.
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
            if (isJudged(violation.field()) && !repeats(violation)) {
                all.add(new Violation(
                        violation.field(), violation.rule(), violation.message(), log.lineOf(violation.field())));
            }
        }
        return List.copyOf(all);
    }

    private boolean isJudged(String path) {
        if (complete) {
            return true;
        }
        EventField field = EventField.ofPath(path);
        return field != null && !isObject(field) && log.hasSeen(field);
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

    /** Whether the violation names a field whose value is therefore missing from the event. */
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

    // An identifier that could not be read may be the one that user_data seems to lack.
    private static boolean isIdentifier(@Nullable EventField field) {
        return field == EventField.CLIENT_ID || field == EventField.ALART || field == EventField.USER_ID;
    }

    /** How many violations there are; nothing of the event. */
    @Override
    public String toString() {
        return "ReadResult{" + (event == null ? "no event" : "event") + ", violations=" + violations.size() + '}';
    }
}

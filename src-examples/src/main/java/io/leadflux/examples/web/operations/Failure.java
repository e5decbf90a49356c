package io.leadflux.examples.web.operations;

import io.leadflux.event.EventName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why events were not accepted: rule and field, never a value.
 *
 * @param last when it last happened
 * @param event the name of the events, if they had one
 * @param reason the broken rule, or the outcome
 * @param field the field that broke the rule; for a refusal, the status of the response
 * @param times how often it happened
 */
record Failure(Instant last, @Nullable EventName event, String reason, String field, long times) {

    boolean isLike(Failure other) {
        return event == other.event && reason.equals(other.reason) && field.equals(other.field);
    }

    Failure after(Failure earlier) {
        return new Failure(last, event, reason, field, times + earlier.times);
    }
}

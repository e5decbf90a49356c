package io.leadflux.validation;

import static java.util.Objects.requireNonNull;

/**
 * One rule that one field of an event breaks.
 *
 * @param field the field's {@linkplain io.leadflux.event.EventField#path() path}, such as
 *     {@code user_data.client_ip_address}; empty for the event as a whole
 * @param rule the broken rule
 * @param message what is wrong and what would be right, in English; it never repeats the field's value
 * @param line the line of the input with the field, counted from 1; 0 when the event was not read from text
 */
public record Violation(String field, Rule rule, String message, long line) {

    /** Rejects nulls. */
    public Violation {
        requireNonNull(field, "field");
        requireNonNull(rule, "rule");
        requireNonNull(message, "message");
    }

    /** A violation by an event that was not read from text. */
    public Violation(String field, Rule rule, String message) {
        this(field, rule, message, 0);
    }
}

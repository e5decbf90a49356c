package io.leadflux.validation;

import static java.util.Objects.requireNonNull;

/**
 * One breach of one rule by one field of an event.
 *
 * @param field the field's path on the wire, such as {@code user_data.client_ip_address}; empty for the event as a whole
 * @param rule what was broken
 * @param message what is wrong and what would be right, for a person to read; it never repeats the field's value
 * @param line the line of the input that the field stands on, counted from 1; 0 when the event was not read from text
 */
public record Violation(String field, Rule rule, String message, long line) {

    /** Checks that nothing is missing. */
    public Violation {
        requireNonNull(field, "field");
        requireNonNull(rule, "rule");
        requireNonNull(message, "message");
    }

    /** A breach by an event that was not read from text. */
    public Violation(String field, Rule rule, String message) {
        this(field, rule, message, 0);
    }
}

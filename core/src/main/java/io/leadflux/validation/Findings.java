package io.leadflux.validation;

import io.leadflux.event.EventField;
import java.util.ArrayList;
import java.util.List;

/**
 * The violations found so far, passed from check to check.
 *
 * <p>They begin as the shared empty list, so a valid event costs no allocation. The first violation replaces it by a
 * list that grows.
 */
final class Findings {

    static final List<Violation> NONE = List.of();

    private Findings() {}

    static List<Violation> add(List<Violation> found, EventField field, Rule rule, String message) {
        List<Violation> grown = found == NONE ? new ArrayList<>(4) : found;
        grown.add(new Violation(field.path(), rule, message));
        return grown;
    }

    static List<Violation> sealed(List<Violation> found) {
        return found == NONE ? NONE : List.copyOf(found);
    }
}

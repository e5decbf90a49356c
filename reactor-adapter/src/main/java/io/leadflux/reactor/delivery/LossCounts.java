package io.leadflux.reactor.delivery;

import static java.util.Objects.requireNonNull;

import io.leadflux.delivery.Outcome;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts events that were not accepted, by outcome and by the rules that they broke, until the counts are taken. Holds
 * numbers and names alone, nothing of an event. For any thread.
 */
final class LossCounts {

    private final Map<Outcome, LongAdder> outcomes = adders(Outcome.class);
    private final Map<Rule, LongAdder> rules = adders(Rule.class);
    private final LongAdder deadLetters = new LongAdder();

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> adders = new EnumMap<>(type);
        EnumSet.allOf(type).forEach(constant -> adders.put(constant, new LongAdder()));
        return adders;
    }

    /** Counts so many events that ended with {@code outcome}. */
    void add(Outcome outcome, int events) {
        of(outcomes, outcome).add(events);
    }

    /** Counts an event that broke rules; a rule that it broke in several fields counts once. */
    void addInvalid(List<Violation> violations) {
        add(Outcome.INVALID, 1);
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        violations.forEach(violation -> broken.add(violation.rule()));
        broken.forEach(rule -> of(rules, rule).increment());
    }

    /** Counts a dead letter that was not kept. */
    void addDeadLetter() {
        deadLetters.increment();
    }

    private static <E extends Enum<E>> LongAdder of(Map<E, LongAdder> adders, E constant) {
        return requireNonNull(adders.get(constant));
    }

    /** Whether there is nothing to take. */
    boolean isEmpty() {
        return deadLetters.sum() == 0 && outcomes.values().stream().allMatch(adder -> adder.sum() == 0);
    }

    /**
     * The counts as text, such as {@code events not accepted: 40 EXPIRED, 4 INVALID (3 URL_PATH, 1 PHONE_NUMBER)}, and
     * begins again from zero; null when nothing was counted.
     */
    @Nullable
    String take() {
        Map<Outcome, Long> ended = taken(outcomes);
        Map<Rule, Long> broken = taken(rules);
        long letters = deadLetters.sumThenReset();
        List<String> parts = new ArrayList<>();
        if (!ended.isEmpty()) {
            parts.add("events not accepted: "
                    + text(ended).replace(Outcome.INVALID.name(), "INVALID" + inBrackets(broken)));
        }
        if (letters != 0) {
            parts.add("dead letters lost: " + letters);
        }
        return parts.isEmpty() ? null : String.join("; ", parts);
    }

    private static String inBrackets(Map<Rule, Long> broken) {
        return broken.isEmpty() ? "" : " (" + text(broken) + ')';
    }

    private static String text(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining(", "));
    }

    /** What is not zero, in the order of the constants. */
    private static <E extends Enum<E>> Map<E, Long> taken(Map<E, LongAdder> adders) {
        Map<E, Long> counts = new LinkedHashMap<>();
        adders.forEach((constant, adder) -> {
            long count = adder.sumThenReset();
            if (count != 0) {
                counts.put(constant, count);
            }
        });
        return counts;
    }
}

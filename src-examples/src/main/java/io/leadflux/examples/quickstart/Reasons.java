package io.leadflux.examples.quickstart;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.examples.replay.Place;
import io.leadflux.examples.replay.Rejects;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Counts why lines were not accepted: by field, and by rule within a field. Thread-safe. */
final class Reasons implements Rejects {

    private static final String WHOLE_LINE = "(the line)";
    private static final String DELIVERY = "(delivery)";

    private final Map<String, Map<String, Integer>> byField = new TreeMap<>();

    @Override
    public synchronized void invalid(Place place, List<Violation> violations) {
        for (Violation violation : violations) {
            count(
                    violation.field().isEmpty() ? WHOLE_LINE : violation.field(),
                    violation.rule().name());
        }
    }

    @Override
    public synchronized void failed(Place place, DeliveryResult result) {
        if (result.outcome() == Outcome.INVALID) {
            invalid(place, result.violations());
            return;
        }
        DeliveryException cause = result.cause();
        count(DELIVERY, result.outcome() + (cause == null ? "" : " with status " + cause.status()));
    }

    private void count(String field, String reason) {
        byField.computeIfAbsent(field, absent -> new TreeMap<>()).merge(reason, 1, Integer::sum);
    }

    /** Passes on each field and the rules it broke, such as {@code URL_PATH 2, URL_PORT}; the most frequent first. */
    synchronized void forEach(BiConsumer<String, String> row) {
        byField.forEach((field, reasons) -> row.accept(field, describe(reasons)));
    }

    private static String describe(Map<String, Integer> reasons) {
        return reasons.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(reason -> reason.getValue() == 1 ? reason.getKey() : reason.getKey() + ' ' + reason.getValue())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {}
}

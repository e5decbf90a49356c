package io.leadflux.event;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a lead is worth: the {@code data} of a {@code generate_lead}.
 *
 * <p>Immutable. Two values are equal when they have the same currency and numerically equal amounts: {@code 20} equals
 * {@code 20.00}.
 */
public final class EventData {

    private final @Nullable String currency;
    private final @Nullable BigDecimal value;

    private EventData(@Nullable String currency, @Nullable BigDecimal value) {
        this.currency = currency;
        this.value = value;
    }

    /**
     * A currency and an amount.
     *
     * @param currency three letters of ISO 4217, upper case
     * @param value the lead's worth in units of the currency; 0 for a duplicate or a low-quality lead
     */
    public static EventData of(String currency, BigDecimal value) {
        return new EventData(requireNonNull(currency, "currency"), requireNonNull(value, "value"));
    }

    /** As {@link #of}, but either part may be missing, for an event that is yet to be validated. */
    public static EventData ofNullable(@Nullable String currency, @Nullable BigDecimal value) {
        return new EventData(currency, value);
    }

    /** Three letters of ISO 4217, or null when missing. */
    public @Nullable String currency() {
        return currency;
    }

    /** The lead's worth in units of the currency, exact, or null when missing. */
    public @Nullable BigDecimal value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EventData that
                && Objects.equals(currency, that.currency)
                && sameAmount(value, that.value);
    }

    private static boolean sameAmount(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.compareTo(other) == 0;
    }

    @Override
    public int hashCode() {
        // Equal amounts of any scale have the same nearest double; stripping zeros fails at the smallest scale.
        return 31 * Objects.hashCode(currency) + (value == null ? 0 : Double.hashCode(value.doubleValue()));
    }

    @Override
    public String toString() {
        return "EventData";
    }
}

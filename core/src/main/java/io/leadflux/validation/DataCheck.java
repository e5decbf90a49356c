package io.leadflux.validation;

import io.leadflux.event.CharTraits;
import io.leadflux.event.EventData;
import io.leadflux.event.EventField;
import io.leadflux.event.EventName;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules for {@code data}: none for a page_view, a currency and a value for a generate_lead. */
final class DataCheck {

    private final StringCheck strings;
    private final Currencies currencies;
    private final BigDecimal minimumValue;
    private final int maxValueLength;
    private final String belowMinimum;
    private final String tooLong;

    DataCheck(StringCheck strings, Currencies currencies, BigDecimal minimumValue, int maxValueLength) {
        this.strings = strings;
        this.currencies = currencies;
        this.minimumValue = minimumValue;
        this.maxValueLength = maxValueLength;
        this.belowMinimum = "must be at least " + minimumValue.toPlainString();
        this.tooLong = "must have at most " + maxValueLength + " characters when written without an exponent";
    }

    /** An event without a name may be of either kind, so missing data is no violation. */
    List<Violation> check(List<Violation> found, @Nullable EventName name, @Nullable EventData data) {
        if (name == EventName.PAGE_VIEW) {
            return data == null
                    ? found
                    : Findings.add(found, EventField.DATA, Rule.DATA_FORBIDDEN, "must be null for a page_view");
        }
        if (data != null) {
            return value(currency(found, data.currency()), data.value());
        }
        return name == null
                ? found
                : Findings.add(
                        found,
                        EventField.DATA,
                        Rule.DATA_REQUIRED,
                        "is required for a generate_lead: currency and value");
    }

    private List<Violation> currency(List<Violation> found, @Nullable String currency) {
        if (currency == null) {
            return addCurrency(found, Rule.CURRENCY_REQUIRED, "is required: a code of ISO 4217");
        }
        if (currencies.contains(currency)) {
            return found;
        }
        if (Currencies.isWellFormed(currency)) {
            return addCurrency(
                    found, Rule.CURRENCY_NOT_IN_USE, "must be a currency in use today by ISO 4217, such as USD");
        }
        int traits = CharTraits.of(currency);
        if (CharTraits.isBlank(traits)) {
            return addCurrency(found, Rule.CURRENCY_REQUIRED, "must not be blank: a code of ISO 4217");
        }
        List<Violation> all = addCurrency(
                found, Rule.CURRENCY_MALFORMED, "must be three upper-case letters of ISO 4217, such as USD");
        return strings.text(all, EventField.CURRENCY, currency, traits);
    }

    private static List<Violation> addCurrency(List<Violation> found, Rule rule, String message) {
        return Findings.add(found, EventField.CURRENCY, rule, message);
    }

    private List<Violation> value(List<Violation> found, @Nullable BigDecimal value) {
        if (value == null) {
            return Findings.add(
                    found, EventField.VALUE, Rule.VALUE_REQUIRED, "is required: the lead's worth, 0 if it has none");
        }
        List<Violation> all = found;
        if (plainLength(value) > maxValueLength) {
            all = Findings.add(all, EventField.VALUE, Rule.VALUE_TOO_LONG, tooLong);
        }
        return value.compareTo(minimumValue) < 0
                ? Findings.add(all, EventField.VALUE, Rule.VALUE_BELOW_MINIMUM, belowMinimum)
                : all;
    }

    /** The length of {@link BigDecimal#toPlainString()}, computed without it: 1E+999999999 would fill the memory. */
    static long plainLength(BigDecimal value) {
        long scale = value.scale();
        long sign = value.signum() < 0 ? 1 : 0;
        if (scale > 0) {
            return sign + 1 + Math.max(value.precision(), scale + 1);
        }
        return value.signum() == 0 ? 1 : sign + value.precision() - scale;
    }
}

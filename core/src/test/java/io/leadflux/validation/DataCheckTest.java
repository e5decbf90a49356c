package io.leadflux.validation;

import static io.leadflux.validation.Samples.CLOCK;
import static io.leadflux.validation.Samples.broken;
import static io.leadflux.validation.Samples.lead;
import static io.leadflux.validation.Samples.pageView;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataCheckTest {

    @Test
    void validate_pageViewWithData_isBroken() {
        EventData data = EventData.of("USD", BigDecimal.ONE);
        assertThat(broken(pageView().data(data))).containsExactly("data DATA_FORBIDDEN");
        assertThat(broken(pageView())).isEmpty();
    }

    @Test
    void validate_leadWithoutData_isBroken() {
        assertThat(broken(lead().data(null))).containsExactly("data DATA_REQUIRED");
    }

    @Test
    void validate_namelessEvent_hasItsDataJudgedIfThereIsSome() {
        assertThat(broken(lead().name(null).data(null))).containsExactly("name NAME_REQUIRED");
        assertThat(broken(lead().name(null).data(EventData.ofNullable("USD", null))))
                .containsExactly("name NAME_REQUIRED", "data.value VALUE_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usd", "Usd", "US", "USDX", "US$", " USD", "USD ", "840", "\u00dcSD", "$"})
    void validate_otherThanThreeLetters_isMalformed(String currency) {
        assertThat(brokenCurrency(currency)).containsExactly("data.currency CURRENCY_MALFORMED");
    }

    @Test
    void validate_malformedCurrency_isCheckedAsAString() {
        assertThat(broken(lead().data(EventData.of("jane@shop.example\n", BigDecimal.ONE))))
                .containsExactly(
                        "data.currency CURRENCY_MALFORMED",
                        "data.currency CONTROL_CHARACTER",
                        "data.currency EMAIL_ADDRESS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAA", "ZZZ", "ANG", "BGN", "HRK", "CUC", "SLL", "ZWL", "DEM", "BYR", "LTL", "BOV", "CHE", "CHW", "CLF",
                "COU", "MXV", "USN", "UYI", "UYW", "XAG", "XAU", "XPD", "XPT", "XBA", "XBB", "XBC", "XBD", "XDR", "XSU",
                "XUA", "XTS", "XXX", "BTC"
            })
    void validate_codeNotInUse_isBroken(String currency) {
        assertThat(brokenCurrency(currency)).containsExactly("data.currency CURRENCY_NOT_IN_USE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "USD", "EUR", "GBP", "JPY", "INR", "BRL", "CHF", "AED", "ZAR", "ZWG", "XCG", "SLE", "VED", "VES", "XOF",
                "XPF"
            })
    void validate_codeInUse_isValid(String currency) {
        assertThat(brokenCurrency(currency)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void validate_blankCurrency_isRequired(String currency) {
        assertThat(brokenCurrency(currency)).containsExactly("data.currency CURRENCY_REQUIRED");
    }

    private static List<String> brokenCurrency(String currency) {
        return broken(lead().data(EventData.of(currency, BigDecimal.ONE)));
    }

    @Test
    void inUse_always_holds155Codes() {
        assertThat(Currencies.inUse().size()).isEqualTo(155);
    }

    @Test
    void additionalCurrencies_given_areTakenBesides() {
        EventValidator validator = EventValidator.builder()
                .clock(CLOCK)
                .additionalCurrencies("XTS", "QQQ")
                .additionalCurrencies("BGN")
                .build();
        for (String currency : new String[] {"XTS", "QQQ", "BGN", "USD"}) {
            assertThat(broken(validator, lead().data(EventData.of(currency, BigDecimal.ONE))))
                    .isEmpty();
        }
        assertThat(brokenCurrency("QQQ")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "-1", "-1E+9", "-1E-9"})
    void validate_negativeValue_isBelowTheMinimum(BigDecimal value) {
        assertThat(brokenValue(value)).containsExactly("data.value VALUE_BELOW_MINIMUM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "0.00", "-0.0", "0E+999999999", "0.01", "20", "20.50", "1E+9", "99999999999999999999.99"})
    void validate_valueFromZeroUp_isValid(BigDecimal value) {
        assertThat(brokenValue(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+64", "1E-63", "0E-63", "1E+999999999", "1E-999999999", "0E-999999999"})
    void validate_valueOf65CharactersOrMore_isTooLong(BigDecimal value) {
        assertThat(brokenValue(value)).containsExactly("data.value VALUE_TOO_LONG");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E+63", "1E-62", "0E-62"})
    void validate_valueOf64Characters_isValid(BigDecimal value) {
        assertThat(brokenValue(value)).isEmpty();
        assertThat(value.toPlainString()).hasSize(64);
    }

    @Test
    void validate_hugeNegativeValue_breaksBothRules() {
        assertThat(brokenValue(new BigDecimal("-1E+999999999")))
                .containsExactly("data.value VALUE_TOO_LONG", "data.value VALUE_BELOW_MINIMUM");
        assertThat(brokenValue(new BigDecimal(BigInteger.TEN, Integer.MIN_VALUE)))
                .containsExactly("data.value VALUE_TOO_LONG");
        assertThat(brokenValue(new BigDecimal(BigInteger.TEN, Integer.MAX_VALUE)))
                .containsExactly("data.value VALUE_TOO_LONG");
    }

    private static List<String> brokenValue(BigDecimal value) {
        return broken(lead().data(EventData.of("USD", value)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "7, 1",
        "-7, 2",
        "20.50, 5",
        "-20.50, 6",
        "1E+3, 4",
        "0E+3, 1",
        "0.00, 4",
        "0.001, 5",
        "12E-1, 3",
        "-1E-5, 8"
    })
    void plainLength_anyValue_isThatOfThePlainString(BigDecimal value, int length) {
        assertThat(DataCheck.plainLength(value))
                .isEqualTo(length)
                .isEqualTo(value.toPlainString().length());
    }

    @Test
    void minimumValue_given_isInclusive() {
        EventValidator validator = EventValidator.builder()
                .clock(CLOCK)
                .minimumValue(new BigDecimal("-5.5"))
                .build();
        assertThat(broken(validator, lead().data(EventData.of("USD", new BigDecimal("-5.50")))))
                .isEmpty();
        assertThat(broken(validator, lead().data(EventData.of("USD", new BigDecimal("-5.51")))))
                .containsExactly("data.value VALUE_BELOW_MINIMUM");
    }

    @Test
    void maxValueLength_given_isInclusive() {
        EventValidator validator =
                EventValidator.builder().clock(CLOCK).maxValueLength(5).build();
        assertThat(broken(validator, lead().data(EventData.of("USD", new BigDecimal("20.50")))))
                .isEmpty();
        assertThat(broken(validator, lead().data(EventData.of("USD", new BigDecimal("20.501")))))
                .containsExactly("data.value VALUE_TOO_LONG");
    }
}

package io.leadflux.validation;

import static io.leadflux.validation.Samples.CLOCK;
import static io.leadflux.validation.Samples.NOW;
import static io.leadflux.validation.Samples.broken;
import static io.leadflux.validation.Samples.lead;
import static io.leadflux.validation.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventValidatorOptionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT-0.001S", "P366D"})
    void futureTolerance_outOfRange_throwsWithTheValue(Duration tolerance) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventValidator.builder().futureTolerance(tolerance))
                .withMessageContaining(tolerance.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT0.0009S", "P3651D"})
    void maximumAge_outOfRange_throwsWithTheValue(Duration age) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventValidator.builder().maximumAge(age))
                .withMessageContaining(age.toString());
    }

    @Test
    void maxStringLength_always_canBeRead() {
        assertThat(EventValidator.create().maxStringLength()).isEqualTo(2_048);
        assertThat(EventValidator.builder().maxStringLength(7).build().maxStringLength())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 1_048_577})
    void maxStringLength_outOfRange_throwsWithTheValue(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventValidator.builder().maxStringLength(length))
                .withMessageContaining(Integer.toString(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_025})
    void maxValueLength_outOfRange_throwsWithTheValue(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventValidator.builder().maxValueLength(length))
                .withMessageContaining(Integer.toString(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "US", "USDX", "usd", "U$D", "\u00dcSD"})
    void additionalCurrencies_malformed_throwsWithTheValue(String code) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventValidator.builder().additionalCurrencies("ABC", code))
                .withMessageContaining('"' + code + '"');
    }

    @Test
    void minimumValue_withTooManyCharacters_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventValidator.builder().minimumValue(new BigDecimal("1E+999999999")))
                .withMessageContaining("1E+999999999");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"EMAIL_ADDRESS", "PHONE_NUMBER", "HASHED_PERSONAL_DATA"},
            mode = EnumSource.Mode.EXCLUDE)
    void switchOff_ruleThatGuardsNoPersonalData_throwsWithItsName(Rule rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventValidator.builder().switchOff(rule))
                .withMessageContaining(rule.name());
        assertThat(rule.isPersonalData()).isFalse();
    }

    @Test
    void switchOff_eachRule_leavesTheOthersOn() {
        String hash = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8";
        var smuggling = lead().userData(user().clientId("jane@shop.example")
                .alart("+14155552671")
                .aleid(hash)
                .build());
        assertThat(broken(without(Rule.EMAIL_ADDRESS), smuggling))
                .containsExactly("user_data.aleid HASHED_PERSONAL_DATA", "user_data.alart PHONE_NUMBER");
        assertThat(broken(without(Rule.PHONE_NUMBER), smuggling))
                .containsExactly("user_data.aleid HASHED_PERSONAL_DATA", "user_data.client_id EMAIL_ADDRESS");
        assertThat(broken(without(Rule.HASHED_PERSONAL_DATA), smuggling))
                .containsExactly("user_data.client_id EMAIL_ADDRESS", "user_data.alart PHONE_NUMBER");
    }

    private static EventValidator without(Rule rule) {
        return EventValidator.builder().clock(CLOCK).switchOff(rule).build();
    }

    @Test
    void switchOff_twoRules_isToldByAccessorAndToString() {
        EventValidator validator = EventValidator.builder()
                .switchOff(Rule.PHONE_NUMBER)
                .switchOff(Rule.EMAIL_ADDRESS)
                .build();
        assertThat(validator.switchedOff()).containsExactly(Rule.EMAIL_ADDRESS, Rule.PHONE_NUMBER);
        assertThat(validator).hasToString("EventValidator{switchedOff=[EMAIL_ADDRESS, PHONE_NUMBER]}");
        assertThatThrownBy(() -> validator.switchedOff().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void switchOff_afterBuild_leavesTheFirstValidatorAlone() {
        EventValidator.Builder builder = EventValidator.builder();
        EventValidator first = builder.build();
        builder.switchOff(Rule.PHONE_NUMBER);
        assertThat(first.switchedOff()).isEmpty();
        assertThat(first).hasToString("EventValidator{switchedOff=[]}");
    }

    @Test
    void build_rulesSwitchedOff_warnsOnceWithTheirNames() {
        EventValidator.Builder builder =
                EventValidator.builder().switchOff(Rule.PHONE_NUMBER).switchOff(Rule.EMAIL_ADDRESS);
        assertThat(logged(builder::build)).singleElement().satisfies(entry -> {
            assertThat(entry.getLevel()).isEqualTo(Level.WARNING);
            assertThat(entry.getMessage())
                    .contains("EMAIL_ADDRESS", "PHONE_NUMBER")
                    .doesNotContain("HASHED");
        });
    }

    @Test
    void build_allRulesOn_isSilent() {
        assertThat(logged(EventValidator::create)).isEmpty();
    }

    private static List<LogRecord> logged(Runnable action) {
        List<LogRecord> entries = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                entries.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(EventValidator.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        return entries;
    }

    @Test
    void maximumAge_set_breaksOlderEventsOnly() {
        EventValidator validator = EventValidator.builder()
                .clock(CLOCK)
                .maximumAge(Duration.ofDays(7))
                .build();
        long oldest = NOW - Duration.ofDays(7).toMillis();
        assertThat(broken(validator, lead().eventTime(oldest))).isEmpty();
        assertThat(broken(validator, lead().eventTime(oldest - 1))).containsExactly("event_time EVENT_TIME_TOO_OLD");
    }

    @Test
    void futureTolerance_set_breaksLaterEventsOnly() {
        EventValidator validator = EventValidator.builder()
                .clock(CLOCK)
                .futureTolerance(Duration.ZERO)
                .build();
        assertThat(broken(validator, lead().eventTime(NOW))).isEmpty();
        assertThat(broken(validator, lead().eventTime(NOW + 1))).containsExactly("event_time EVENT_TIME_IN_FUTURE");
    }

    @Test
    void clock_default_isTheSystems() {
        long now = System.currentTimeMillis();
        assertThat(broken(EventValidator.create(), lead().eventTime(now))).isEmpty();
        assertThat(broken(EventValidator.create(), lead().eventTime(now + 3_600_000)))
                .containsExactly("event_time EVENT_TIME_IN_FUTURE");
    }
}

package io.leadflux.validation;

import static io.leadflux.validation.Samples.VALIDATOR;
import static io.leadflux.validation.Samples.broken;
import static io.leadflux.validation.Samples.brokenUser;
import static io.leadflux.validation.Samples.lead;
import static io.leadflux.validation.Samples.pageView;
import static io.leadflux.validation.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.leadflux.event.EventData;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventValidatorTest {

    @Test
    void validate_emptyEvent_reportsEveryRequiredField() {
        assertThat(broken(ServerEvent.builder()))
                .containsExactly(
                        "name NAME_REQUIRED",
                        "event_time EVENT_TIME_REQUIRED",
                        "event_source_url URL_REQUIRED",
                        "user_data USER_DATA_REQUIRED");
    }

    @Test
    void validate_emptyParts_reportsEveryRequiredField() {
        assertThat(broken(lead().userData(UserData.builder().build()).data(EventData.ofNullable(null, null))))
                .containsExactly(
                        "user_data.client_ip_address ADDRESS_REQUIRED",
                        "user_data.client_user_agent USER_AGENT_REQUIRED",
                        "user_data.esi ESI_REQUIRED",
                        "user_data IDENTIFIER_REQUIRED",
                        "data.currency CURRENCY_REQUIRED",
                        "data.value VALUE_REQUIRED");
    }

    @Test
    void validate_everythingWrong_reportsAll() {
        ServerEvent.Builder event = lead().eventTime(1_741_784_485L)
                .eventSourceUrl("http://jane@shop.example:8080/a?b#c")
                .data(EventData.of("usd", new BigDecimal("-1")))
                .dedupeId("same")
                .userData(user().clientIpAddress(" 1.2.3.4")
                        .clientUserAgent(" ")
                        .esi(null)
                        .aleid("same")
                        .clientId("jane@shop.example")
                        .alart("+14155552671")
                        .userId("12a")
                        .build());
        assertThat(broken(event))
                .containsExactly(
                        "event_time EVENT_TIME_IN_SECONDS",
                        "event_source_url URL_USER_INFO",
                        "event_source_url URL_PORT",
                        "event_source_url URL_PATH",
                        "event_source_url URL_QUERY",
                        "event_source_url URL_FRAGMENT",
                        "user_data.client_ip_address ADDRESS_SPACE",
                        "user_data.client_user_agent USER_AGENT_REQUIRED",
                        "user_data.esi ESI_REQUIRED",
                        "user_data.client_id EMAIL_ADDRESS",
                        "user_data.alart PHONE_NUMBER",
                        "user_data.user_id USER_ID_NOT_DIGITS",
                        "data.currency CURRENCY_MALFORMED",
                        "data.value VALUE_BELOW_MINIMUM",
                        "dedupe_id DEDUPE_ID_IS_ALEID");
    }

    @Test
    void validate_brokenEvent_saysWhatWithoutTheValue() {
        String secret = "jane.doe@secret.example";
        ServerEvent event = lead().eventTime(4_711L)
                .eventSourceUrl(secret)
                .data(EventData.of(secret, new BigDecimal("-4711")))
                .dedupeId(secret)
                .userData(user().clientIpAddress(secret)
                        .clientUserAgent(secret)
                        .aleid(secret)
                        .clientId(secret)
                        .alart(secret)
                        .userId(secret)
                        .build())
                .build();
        assertThat(VALIDATOR.validate(event)).hasSizeGreaterThan(10).allSatisfy(violation -> {
            assertThat(violation.message()).isNotBlank().doesNotContain("jane", "secret", "4711");
            assertThat(violation.line()).isZero();
        });
    }

    @Test
    void validate_brokenEvent_returnsAnImmutableList() {
        List<Violation> violations = VALIDATOR.validate(lead().name(null).build());
        assertThatThrownBy(violations::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void validate_null_throws() {
        assertThatThrownBy(EventValidatorTest::validateNull)
                .isInstanceOf(NullPointerException.class)
                .hasMessage("event");
    }

    @SuppressWarnings("NullAway") // the null is the point
    private static void validateNull() {
        VALIDATOR.validate(null);
    }

    @Test
    void validate_noIdentifierButAleid_isBroken() {
        assertThat(brokenUser(user -> user.clientId(null).alart(null).userId(null)))
                .containsExactly("user_data IDENTIFIER_REQUIRED");
    }

    @Test
    void validate_blankIdentifierOnly_isBrokenTwice() {
        assertThat(brokenUser(user -> user.clientId(null).alart(" \t\u00a0").userId(null)))
                .containsExactly("user_data.alart BLANK_STRING", "user_data IDENTIFIER_REQUIRED");
    }

    @Test
    void validate_oneIdentifierOfThree_isValid() {
        assertThat(brokenUser(user -> user.aleid(null).alart(null).userId(null)))
                .isEmpty();
        assertThat(brokenUser(user -> user.aleid(null).clientId(null).userId(null)))
                .isEmpty();
        assertThat(brokenUser(user -> user.aleid(null).clientId(null).alart(null)))
                .isEmpty();
    }

    @Test
    void validate_dedupeIdLikeAleid_isBroken() {
        assertThat(broken(lead().dedupeId("aleid-query-param"))).containsExactly("dedupe_id DEDUPE_ID_IS_ALEID");
    }

    @Test
    void validate_dedupeIdOtherOrMissing_isValid() {
        assertThat(broken(lead().dedupeId("aleid-query-param2"))).isEmpty();
        assertThat(broken(lead().dedupeId(null))).isEmpty();
        assertThat(broken(lead().dedupeId("x").userData(user().aleid(null).build())))
                .isEmpty();
    }

    @Test
    void validate_blankDedupeIdAndAleid_isBlankOnly() {
        assertThat(broken(lead().dedupeId(" ").userData(user().aleid(" ").build())))
                .containsExactly("user_data.aleid BLANK_STRING", "dedupe_id BLANK_STRING");
    }

    @Test
    void validate_validEvents_giveTheSharedEmptyList() {
        List<Violation> none = VALIDATOR.validate(lead().build());
        assertThat(none).isEmpty();
        assertThat(VALIDATOR.validate(pageView().build())).isSameAs(none);
        assertThat(VALIDATOR.validate(
                        lead().userData(user().esi(EventSource.APP).build()).build()))
                .isSameAs(none);
    }

    @Test
    void validate_exampleOfTheProvider_isValid() {
        UserData user = UserData.builder()
                .clientIpAddress("172.59.8.172")
                .clientUserAgent("chrome/123.456 android mobile")
                .aleid("_aleid-query-param")
                .userId("12345")
                .clientId("_first_party_identifier")
                .esi(EventSource.WEB)
                .build();
        assertThat(broken(pageView().userData(user).eventSourceUrl("https://applovin.com")))
                .isEmpty();
        assertThat(broken(ServerEvent.generateLead("USD", 20)
                        .eventTime(Samples.NOW)
                        .eventSourceUrl("https://applovin.com/")
                        .userData(user)))
                .isEmpty();
    }

    @Test
    void validate_validEvents_allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ServerEvent[] events = {
            lead().build(),
            pageView().build(),
            lead().userData(user().clientIpAddress("2001:db8::192.0.2.7").build())
                    .build(),
            lead().eventSourceUrl("https://[2001:db8::1]/").build(),
            lead().eventSourceUrl("http://192.0.2.7")
                    .dedupeId("0af7651916cd43dd8448eb211c80319c")
                    .build(),
            lead().userData(user().clientUserAgent("Müller \"App\"/1").build()).build()
        };
        int violations = validateOften(events);
        long before = threads.getCurrentThreadAllocatedBytes();
        violations += validateOften(events);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(violations).isZero();
        assertThat(allocated).isLessThan(50_000);
    }

    private static int validateOften(ServerEvent... events) {
        int violations = 0;
        for (int i = 0; i < 20_000; i++) {
            for (ServerEvent event : events) {
                violations += VALIDATOR.validate(event).size();
            }
        }
        return violations;
    }

    // ---- single values
    // ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a\u0000b",
                "a\nb",
                "a\ud800",
                "jane@example.com",
                "jane%40example.com",
                "+49 170 1234567",
                "098f6bcd4621d373cade4e832627b4f6"
            })
    void acceptsIdentifier_unusable_saysNo(String text) {
        assertThat(VALIDATOR.acceptsIdentifier(text)).isFalse();
    }

    @Test
    void acceptsIdentifier_tooLong_saysNo() {
        assertThat(VALIDATOR.acceptsIdentifier("x".repeat(2_048))).isTrue();
        assertThat(VALIDATOR.acceptsIdentifier("x".repeat(2_049))).isFalse();
    }

    @Test
    void acceptsIdentifier_ruleSwitchedOff_saysYes() {
        EventValidator lenient =
                EventValidator.builder().switchOff(Rule.HASHED_PERSONAL_DATA).build();
        assertThat(lenient.acceptsIdentifier("098f6bcd4621d373cade4e832627b4f6"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3f0e8b9a-5a53-4e0b-9d6b-2a7d3f1c4e58", "GA1.1.1234567890.1741784485", "a+b/c=="})
    void acceptsIdentifier_usable_saysYes(String text) {
        assertThat(VALIDATOR.acceptsIdentifier(text)).isTrue();
    }

    @Test
    void acceptsUserAgent_eachKind_saysWhatValidateWould() {
        assertThat(VALIDATOR.acceptsUserAgent("")).isFalse();
        assertThat(VALIDATOR.acceptsUserAgent("bot (jane@example.com)")).isFalse();
        assertThat(VALIDATOR.acceptsUserAgent("bot\u007f")).isFalse();
        assertThat(VALIDATOR.acceptsUserAgent("Mozilla/5.0 (X11; Linux x86_64)"))
                .isTrue();
    }
}

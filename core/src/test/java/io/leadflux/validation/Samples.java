package io.leadflux.validation;

import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** Valid events to break, a fixed clock, and a short form of what a validator finds. */
final class Samples {

    static final long NOW = 1_741_784_485_001L;
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    static final EventValidator VALIDATOR =
            EventValidator.builder().clock(CLOCK).build();

    private Samples() {}

    static UserData.Builder user() {
        return UserData.builder()
                .clientIpAddress("172.59.8.172")
                .clientUserAgent("chrome/123.456 android mobile")
                .esi(EventSource.WEB)
                .aleid("aleid-query-param")
                .clientId("GA1.1.1234567890.1741784485")
                .alart("alart-query-param")
                .userId("1234567890");
    }

    static ServerEvent.Builder lead() {
        return ServerEvent.generateLead("USD", new BigDecimal("20.50"))
                .eventTime(NOW)
                .eventSourceUrl("https://shop.example")
                .userData(user().build())
                .dedupeId("3f0e8b9a-5a53-4e0b-9d6b-2a7d3f1c4e58");
    }

    static ServerEvent.Builder pageView() {
        return ServerEvent.pageView()
                .eventTime(NOW)
                .eventSourceUrl("https://shop.example/")
                .userData(user().build());
    }

    /** What is wrong with a lead whose user data was changed, as "field RULE". */
    static List<String> brokenUser(UnaryOperator<UserData.Builder> change) {
        return broken(lead().userData(change.apply(user()).build()));
    }

    static List<String> broken(ServerEvent.Builder event) {
        return broken(VALIDATOR, event);
    }

    static List<String> broken(EventValidator validator, ServerEvent.Builder event) {
        return validator.validate(event.build()).stream()
                .map(violation -> violation.field() + ' ' + violation.rule())
                .toList();
    }

    /** The rules' names alone, of a lead with this {@code dedupe_id}. */
    static List<String> brokenDedupeId(String dedupeId) {
        return rules(broken(lead().dedupeId(dedupeId)));
    }

    static List<String> rules(List<String> broken) {
        return broken.stream()
                .map(text -> text.substring(text.indexOf(' ') + 1))
                .toList();
    }
}

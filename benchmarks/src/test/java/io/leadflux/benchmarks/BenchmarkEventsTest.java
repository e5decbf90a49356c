package io.leadflux.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class BenchmarkEventsTest {

    private static final int COUNT = 10_000;

    private final List<ServerEvent> events = BenchmarkEvents.seeded(1).list(COUNT);

    @Test
    void next_anyEvent_isValid() {
        EventValidator validator = EventValidator.create();
        assertThat(events)
                .allSatisfy(event -> assertThat(validator.validate(event)).isEmpty());
    }

    @Test
    void next_sameSeed_returnsTheSameEvents() {
        assertThat(BenchmarkEvents.seeded(1).list(COUNT)).isEqualTo(events);
    }

    @Test
    void next_manyEvents_holdsTheStatedShares() {
        assertThat(share(event -> event.name() == EventName.GENERATE_LEAD)).isBetween(0.22, 0.28);
        assertThat(share(event -> event.userData().clientIpAddress().contains(":")))
                .isBetween(0.17, 0.23);
        assertThat(share(event -> event.userData().clientUserAgent().contains("ü")))
                .isBetween(0.045, 0.075);
        assertThat(share(event -> event.userData().clientUserAgent().contains("\"")))
                .isBetween(0.045, 0.075);
    }

    private double share(Predicate<ServerEvent> predicate) {
        return (double) events.stream().filter(predicate).count() / COUNT;
    }
}

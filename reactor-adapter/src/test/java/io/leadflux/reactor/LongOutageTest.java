package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** An outage that outlasts the page views' delivery timeout, but not that of the leads. */
class LongOutageTest {

    private static final int LEADS_AN_HOUR = 600;
    private static final int VIEWS_AN_HOUR = 20_000;
    private static final int VIEWS_FOR_A_LEAD = VIEWS_AN_HOUR / LEADS_AN_HOUR;
    private static final int VIEWS_IN_TWO_MINUTES = VIEWS_AN_HOUR / 30;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Map<EventName, Integer> emitted = new EnumMap<>(EventName.class);
    private boolean up;

    @AfterEach
    void stopTime() {
        time.dispose();
    }

    @Test
    void outageOf23Hours_defaults_losesNoLeadAndHoldsNoMoreThanTheLeads() {
        List<Integer> sizes = new ArrayList<>();
        FakeSender sender = FakeSender.answering((batch, attempt) -> {
            if (up) {
                sizes.add(batch.size());
            }
            return status(up ? 200 : 503);
        });
        Map<EventName, Map<Outcome, Integer>> ended = new EnumMap<>(EventName.class);
        ConversionClient client = client(sender, time)
                .deadLetters(result -> {
                    count(ended, result.event().name(), result.outcome());
                    return Mono.empty();
                })
                .build();

        for (int hour = 1; hour < 24; hour++) {
            hourOfTraffic(client);
            long waiting = client.stats().submitted() - client.stats().expired();
            assertThat(waiting)
                    .isBetween((long) hour * LEADS_AN_HOUR, (long) hour * LEADS_AN_HOUR + VIEWS_IN_TWO_MINUTES + 100);
        }
        up = true;
        time.advanceTimeBy(Duration.ofMinutes(2));

        assertThat(ended.getOrDefault(EventName.GENERATE_LEAD, Map.of())).isEmpty();
        assertThat(client.stats().accepted()).isGreaterThanOrEqualTo(emitted.get(EventName.GENERATE_LEAD));
        assertThat(client.stats().overflow()).isZero();
        assertThat(sizes).hasSizeLessThan(emitted.get(EventName.GENERATE_LEAD) / 10);
    }

    private void hourOfTraffic(ConversionClient client) {
        Duration step = Duration.ofHours(1).dividedBy(LEADS_AN_HOUR * (VIEWS_FOR_A_LEAD + 1));
        for (int i = 0; i < LEADS_AN_HOUR * (VIEWS_FOR_A_LEAD + 1); i++) {
            ServerEvent event = i % (VIEWS_FOR_A_LEAD + 1) == 0 ? Events.lead(i) : Events.valid(i);
            emitted.merge(event.name(), 1, Integer::sum);
            assertThat(client.sink().tryEmit(event)).isEqualTo(EmitResult.OK);
            time.advanceTimeBy(step);
        }
    }

    private static void count(Map<EventName, Map<Outcome, Integer>> counts, EventName name, Outcome outcome) {
        counts.computeIfAbsent(name, n -> new EnumMap<>(Outcome.class)).merge(outcome, 1, Integer::sum);
    }

    @ParameterizedTest
    @EnumSource
    void pipelineFullOfLeads_pageViewsBehindThem_expireOnTime(OverflowPolicy policy) {
        ConversionClient client = client(FakeSender.status(503), time)
                .concurrency(1)
                .overflow(policy)
                .build();
        for (int i = 0; i < 2_000; i++) {
            client.sink().tryEmit(Events.lead(i));
        }
        List<Outcome> views = Clients.outcomes(client.sink(), Events.valid(0, 500));

        time.advanceTimeBy(Duration.ofMinutes(2).minusMillis(1));
        assertThat(views).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(views).hasSize(500).containsOnly(Outcome.EXPIRED);
        assertThat(client.stats().expired()).isEqualTo(500);
        assertThat(client.sink().queuedEvents()).isPositive();
    }
}

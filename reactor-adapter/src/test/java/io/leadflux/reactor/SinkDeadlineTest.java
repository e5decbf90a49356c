package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The delivery deadline of what waits in the sink's queue, beyond the window of its pipeline. */
class SinkDeadlineTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MANY_WINDOWS = 2_000;

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @ParameterizedTest
    @EnumSource
    void emit_outage_everyEventEndsAtTheDeadlineCountedFromItsArrival(OverflowPolicy policy) {
        ConversionClient client = client(FakeSender.status(503), policy);
        List<Outcome> outcomes = new ArrayList<>();
        mixed().forEach(event -> client.sink().emit(event).subscribe(result -> outcomes.add(result.outcome())));

        time.advanceTimeBy(TIMEOUT.minusMillis(1));
        assertThat(outcomes).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(21));

        assertThat(outcomes).hasSize(MANY_WINDOWS).containsOnly(Outcome.EXPIRED);
    }

    @Test
    void emit_slowEndpoint_sendsNothingThatIsOverdue() {
        List<Long> sentAt = new ArrayList<>();
        FakeSender slow = FakeSender.answering((batch, attempt) -> {
            sentAt.add(time.now(TimeUnit.MILLISECONDS));
            return Mono.delay(Duration.ofSeconds(2), time).thenReturn(SendResult.ofStatus(200));
        });
        ConversionClient client = client(slow, OverflowPolicy.REJECT_NEWEST);
        mixed().forEach(client.sink()::tryEmit);

        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(sentAt).isNotEmpty().allMatch(at -> at < TIMEOUT.toMillis());
        assertThat(client.stats().accepted()).isEqualTo(100L * sentAt.size());
        assertThat(client.stats().expired())
                .isEqualTo(MANY_WINDOWS - client.stats().accepted());
    }

    @ParameterizedTest
    @EnumSource
    void emit_allThatTheSinkMayTakeIsInFlightBeyondItsDeadline_whatIsQueuedEndsAtItsOwn(OverflowPolicy policy) {
        List<MonoSink<SendResult>> inFlight = new ArrayList<>();
        ConversionClient client = Clients.client(
                        FakeSender.answering((batch, attempt) -> Mono.create(inFlight::add)), time)
                .limits(BatchLimits.of(1, 1024))
                .linger(Duration.ZERO)
                .concurrency(4)
                .overflow(policy)
                .deliveryTimeout(TIMEOUT)
                .build();
        client.send(Flux.fromIterable(Events.valid(0, 4))).subscribe();
        EventSink sink = client.sink();
        inFlight.forEach(request -> request.success(SendResult.ofStatus(200)));
        Events.valid(4, 7).forEach(sink::tryEmit);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(client.stats().inFlight()).isEqualTo(3);
        List<Outcome> first = Clients.outcomes(sink, List.of(Events.valid(7), Events.lead(8), Events.valid(9)));
        time.advanceTimeBy(Duration.ofMillis(50));
        List<Outcome> later = Clients.outcomes(sink, List.of(Events.valid(10)));

        time.advanceTimeBy(TIMEOUT.minusMillis(51));
        assertThat(first).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(21));
        assertThat(first).containsOnly(Outcome.EXPIRED).hasSize(3);
        assertThat(later).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(50));
        assertThat(later).containsExactly(Outcome.EXPIRED);
        assertThat(client.stats().inFlight()).isEqualTo(3);
    }

    @Test
    void emit_behindALeadThatWaitsForAPermit_aPageViewEndsAtItsOwnDeadline() {
        ConversionClient client = Clients.client(FakeSender.answering((batch, attempt) -> Mono.never()), time)
                .concurrency(1)
                .deliveryTimeout(EventName.GENERATE_LEAD, Duration.ofHours(1))
                .deliveryTimeout(EventName.PAGE_VIEW, TIMEOUT)
                .build();
        EventSink sink = client.sink();
        time.advanceTimeBy(TIMEOUT.multipliedBy(2));
        sink.tryEmit(Events.lead(0));
        time.advanceTimeBy(Duration.ofSeconds(1));
        sink.tryEmit(Events.lead(1));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(client.stats().inFlight()).isOne();
        List<Outcome> view = Clients.outcomes(sink, List.of(Events.valid(2)));

        time.advanceTimeBy(TIMEOUT.minusMillis(1));
        assertThat(view).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(21));
        assertThat(view).containsExactly(Outcome.EXPIRED);
        assertThat(client.stats().queued()).isOne();
    }

    private static List<ServerEvent> mixed() {
        List<ServerEvent> events = new ArrayList<>(Events.valid(0, MANY_WINDOWS));
        events.replaceAll(event -> String.valueOf(event.dedupeId()).endsWith("7") ? lead(event) : event);
        return events;
    }

    private static ServerEvent lead(ServerEvent view) {
        return ServerEvent.generateLead("USD", 20)
                .eventTime(view.eventTime())
                .eventSourceUrl(view.eventSourceUrl())
                .userData(view.userData())
                .dedupeId(view.dedupeId())
                .build();
    }

    private ConversionClient client(EventSender sender, OverflowPolicy policy) {
        return Clients.client(sender, time)
                .concurrency(1)
                .overflow(policy)
                .deliveryTimeout(TIMEOUT)
                .build();
    }
}

package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A subscriber that is busy with a result keeps its own stream waiting, and nothing else. It is busy here for as long as its
 * {@code onNext} lasts, in which the test lets the rest of the world go on.
 */
class BusySubscriberTest {

    private static final Duration LINGER = Duration.ofMillis(20);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Deque<MonoSink<SendResult>> inFlight = new ArrayDeque<>();
    private final FakeSender sender = FakeSender.answering((batch, attempt) -> Mono.create(inFlight::add));

    private ConversionClient client(int concurrency) {
        return Clients.client(sender, time)
                .linger(LINGER)
                .concurrency(concurrency)
                .build();
    }

    private void accept() {
        inFlight.remove().success(SendResult.ofStatus(200));
    }

    private boolean isSent(String dedupeId) {
        return sender.dedupeIds().contains(dedupeId);
    }

    @Test
    void send_subscriberIsBusyWithAResult_theNextRequestHasBegun() {
        ConversionClient client = client(1);
        AtomicBoolean sinkWasServed = new AtomicBoolean();
        TestPublisher<ServerEvent> source = TestPublisher.create();
        client.send(source).subscribe(result -> sinkWasServed.set(isSent("lead-1")));
        source.next(Events.valid(0));
        time.advanceTimeBy(LINGER);
        client.sink().tryEmit(Events.lead(1));
        time.advanceTimeBy(LINGER);
        accept();
        assertThat(sinkWasServed).isTrue();
    }

    @Test
    void send_fourSubscribersAreBusyAndTheirBatchesHaveTheirTurn_holdNoPermitFromTheSink() {
        int streams = 4;
        ConversionClient client = client(streams);
        List<TestPublisher<ServerEvent>> sources = new ArrayList<>();
        AtomicBoolean sinkWasServed = new AtomicBoolean();
        for (int i = 0; i < streams; i++) {
            TestPublisher<ServerEvent> source = TestPublisher.create();
            sources.add(source);
            boolean last = i == streams - 1;
            Deque<DeliveryResult> results = new ArrayDeque<>();
            client.send(source).subscribe(result -> {
                results.add(result);
                if (results.size() == 1 && last) {
                    sinkWasServed.set(serveSink(client));
                } else if (results.size() == 1) {
                    accept();
                }
            });
        }
        for (int i = 0; i < streams; i++) {
            sources.get(i).next(Events.valid(i));
        }
        time.advanceTimeBy(LINGER);
        for (int i = 0; i < streams; i++) {
            sources.get(i).next(Events.valid(streams + i));
        }
        time.advanceTimeBy(LINGER);
        assertThat(sender.batches).as("requests for which there are permits").hasSize(streams);
        accept();
        assertThat(sinkWasServed).isTrue();
        while (!inFlight.isEmpty()) {
            accept();
        }
        assertThat(client.stats().accepted()).isEqualTo(2 * streams + 1);
    }

    /** While every subscriber is busy: what is in flight is accepted, and the sink gets an event. */
    private boolean serveSink(ConversionClient client) {
        client.sink().tryEmit(Events.lead(1));
        time.advanceTimeBy(LINGER);
        while (!inFlight.isEmpty() && !isSent("lead-1")) {
            accept();
        }
        return isSent("lead-1");
    }
}

package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.FakeSender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

/** A supplier that hangs once does not end the client. */
class CachedApiKeyTest {

    private static final Duration REPLY = Duration.ofSeconds(10);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<DeliveryResult> results = new ArrayList<>();
    private final Queue<Mono<String>> replies = new ArrayDeque<>();
    private final AtomicInteger questions = new AtomicInteger();

    /** Replies as {@code replies} say, and then with {@code key-2}. */
    private Mono<String> reply() {
        questions.incrementAndGet();
        Mono<String> next = replies.poll();
        return next == null ? Mono.just("key-2") : next;
    }

    private ConversionClient client() {
        return ConversionClient.builder(new OneKeySender(), this::reply)
                .scheduler(time)
                .build();
    }

    /** Accepts one key and refuses all others. */
    private static final class OneKeySender implements EventSender {

        private final EventSender accepting = FakeSender.accepting();

        @Override
        public Mono<SendResult> send(io.leadflux.batch.EventBatch batch, String apiKey) {
            return apiKey.equals("key-2") ? accepting.send(batch, apiKey) : Mono.just(SendResult.ofStatus(401));
        }
    }

    private void send(ConversionClient client, int events) {
        client.send(Flux.fromIterable(Events.valid(0, events))).subscribe(results::add);
    }

    @Test
    void send_supplierHangsOnce_isAskedAgainAndEveryEventIsDelivered() {
        replies.add(Mono.never());
        ConversionClient client = client();
        send(client, 300);
        time.advanceTimeBy(REPLY.minusMillis(1));
        assertThat(client.health()).isEqualTo(Health.UP);
        assertThat(questions).hasValue(1);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(client.health()).isEqualTo(Health.UNAUTHORIZED);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(results).hasSize(300).allMatch(DeliveryResult::isAccepted);
        assertThat(questions).hasValue(2);
        assertThat(client.health()).isEqualTo(Health.UP);
    }

    @Test
    void send_supplierAlwaysHangs_isAskedAgainAndAgainAndEventsEndUnauthorized() {
        for (int i = 0; i < 100; i++) {
            replies.add(Mono.never());
        }
        ConversionClient client = client();
        send(client, 3);
        time.advanceTimeBy(Duration.ofMinutes(3));
        assertThat(results).hasSize(3);
        assertThat(client.stats().unauthorized()).isEqualTo(3);
        assertThat(client.health()).isEqualTo(Health.UNAUTHORIZED);
        assertThat(questions).hasValueGreaterThan(3);
    }

    @Test
    void send_supplierHangsOnRotation_isAskedAgainAndEveryEventIsDelivered() {
        replies.add(Mono.just("key-1"));
        replies.add(Mono.never());
        ConversionClient client = client();
        send(client, 300);
        time.advanceTimeBy(REPLY);
        assertThat(results).isEmpty();
        assertThat(client.health()).isEqualTo(Health.UNAUTHORIZED);
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(results).hasSize(300).allMatch(DeliveryResult::isAccepted);
        assertThat(questions).hasValue(3);
    }

    @Test
    void send_replyComesTooLate_isCancelledAndIgnored() {
        TestPublisher<String> late = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        replies.add(Mono.fromDirect(late));
        replies.add(Mono.just("key-2"));
        ConversionClient client = client();
        send(client, 1);
        time.advanceTimeBy(REPLY.plusSeconds(1));
        late.assertCancelled();
        late.next("key-1");
        send(client, 1);
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(results).hasSize(2).allMatch(result -> result.isAccepted() && result.attempts() == 1);
        assertThat(questions).hasValue(2);
    }
}

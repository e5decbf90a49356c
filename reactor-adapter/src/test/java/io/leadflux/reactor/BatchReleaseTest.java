package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static io.leadflux.reactor.Clients.deliver;
import static io.leadflux.reactor.Clients.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.batch.EventBatch;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** When a batch lets go of the bytes of its body. */
class BatchReleaseTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void send_allAnsweredFor_letsGoOfTheBatchesBytes() {
        FakeSender sender = FakeSender.accepting();
        StepVerifier.create(client(sender, time).build().send(Flux.range(0, 150).map(Events::valid)), 99)
                .expectNextCount(99)
                .then(() -> assertThat(sender.batches.get(0).body()).isNotEmpty())
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> assertReleased(sender.batches.get(0)))
                .thenRequest(50)
                .expectNextCount(50)
                .verifyComplete();
        assertReleased(sender.batches.get(1));
    }

    @Test
    void send_culpritIsolated_letsGoOfTheBytesWithTheLastEvent() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                status(batch.events().stream().anyMatch(event -> "bad".equals(event.dedupeId())) ? 400 : 200));
        List<ServerEvent> events = IntStream.range(0, 40)
                .mapToObj(i -> i == 17 ? Events.valid(i).withDedupeId("bad") : Events.valid(i))
                .toList();

        assertThat(deliver(sender, time, Duration.ofSeconds(1), events.toArray(ServerEvent[]::new)))
                .hasSize(40);

        assertThat(sender.batches).hasSizeGreaterThan(2).allSatisfy(BatchReleaseTest::assertReleased);
    }

    @Test
    void send_attemptGivenUp_keepsTheBytesForWhoeverMayStillWriteThem() {
        FakeSender sender = FakeSender.answering((batch, attempt) ->
                attempt == 1 ? Mono.just(SendResult.noResponse(new IllegalStateException("reset"))) : status(200));

        assertThat(deliver(sender, time, Duration.ofSeconds(1), Events.valid(1)))
                .hasSize(1);

        assertThat(sender.batches)
                .hasSize(2)
                .allSatisfy(batch -> assertThat(batch.body()).isNotEmpty());
    }

    private static void assertReleased(EventBatch batch) {
        assertThatThrownBy(batch::body).isInstanceOf(IllegalStateException.class);
    }
}

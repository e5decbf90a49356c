package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

final class ServerDrainTest {

    private final ServerDrain drain = new ServerDrain();

    @Test
    void drain_requestThatNeverEnds_refusesAfterTheTimeAndTellsTheNumber() {
        assertThat(drain.enter()).isTrue();
        assertThat(drain.enter()).isTrue();
        drain.leave();
        StepVerifier.withVirtualTime(() -> drain.drain(Duration.ofSeconds(10)))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(10).minusMillis(1))
                .then(() -> {
                    assertThat(drain.enter()).isTrue();
                    drain.leave();
                })
                .thenAwait(Duration.ofMillis(1))
                .expectNext(1)
                .verifyComplete();
        assertThat(drain.enter()).isFalse();
    }

    @Test
    void drain_requestsInProgress_waitsForTheLastAndLetsInMoreMeanwhile() {
        drain.enter();
        StepVerifier.withVirtualTime(() -> drain.drain(Duration.ofSeconds(10)))
                .expectSubscription()
                .then(() -> {
                    assertThat(drain.enter()).isTrue();
                    drain.leave();
                })
                .expectNoEvent(Duration.ofSeconds(1))
                .then(drain::leave)
                .expectNext(0)
                .verifyComplete();
        assertThat(drain.enter()).isFalse();
    }

    @Test
    void drain_noRequestInProgress_refusesAtOnce() {
        StepVerifier.create(drain.drain(Duration.ZERO)).expectNext(0).verifyComplete();
        assertThat(drain.enter()).isFalse();
    }

    @Test
    void enter_beforeTheDrain_letsEveryRequestIn() {
        for (int i = 0; i < 3; i++) {
            assertThat(drain.enter()).isTrue();
            drain.leave();
        }
        assertThat(drain.isStopping()).isFalse();
    }
}

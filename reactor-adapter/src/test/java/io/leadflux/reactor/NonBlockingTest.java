package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;
import reactor.blockhound.integration.BlockHoundIntegration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** BlockHound watches threads that must not block: what the client does on them is not among what it reports. */
class NonBlockingTest {

    private static final Duration LONGEST = Watchdog.LIMIT;

    private final List<Throwable> troubles = new CopyOnWriteArrayList<>();

    @BeforeEach
    void watchWorkers() {
        Schedulers.onHandleError("blocking", (thread, trouble) -> troubles.add(trouble));
    }

    @AfterEach
    void noWorkerMetTrouble() {
        Schedulers.resetOnHandleError("blocking");
        assertThat(troubles).isEmpty();
    }

    @Test
    void blockHound_ourOwnCodeBlocksOnAParallelThread_isCaught() {
        StepVerifier.create(Mono.fromCallable(() -> {
                            Thread.sleep(1);
                            return "not caught";
                        })
                        .subscribeOn(Schedulers.parallel()))
                .verifyError(BlockingOperationError.class);
    }

    @Test
    void blockHound_callbackBlocks_isCaughtAndCounted() {
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key"))
                .transformer(NonBlockingTest::sleeping)
                .build();
        StepVerifier.create(Mono.fromCallable(() -> client.sink().tryEmit(Events.valid(1)))
                        .subscribeOn(Schedulers.parallel()))
                .expectNext(EmitResult.INVALID)
                .verifyComplete();
        assertThat(client.stats().callbackFailures()).isEqualTo(1);
        client.dispose();
    }

    private static ServerEvent sleeping(ServerEvent event) {
        try {
            Thread.sleep(1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return event;
    }

    @Test
    void blockHound_integrations_allowNothingToCodeOfOurs() throws ReflectiveOperationException {
        BlockHound.Builder builder = BlockHound.builder();
        ServiceLoader.load(BlockHoundIntegration.class).forEach(integration -> integration.applyTo(builder));
        Field allowances = BlockHound.Builder.class.getDeclaredField("allowances");
        allowances.setAccessible(true);
        Map<?, ?> allowed = (Map<?, ?>) allowances.get(builder);
        assertThat(allowed.keySet())
                .isNotEmpty()
                .noneSatisfy(type -> assertThat(type.toString()).startsWith("io/leadflux"));
    }

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void tryEmit_onManyParallelThreads_neverBlocks(OverflowPolicy policy) {
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key"))
                .sinkCapacity(64, 1 << 20)
                .overflow(policy)
                .linger(Duration.ofMillis(1))
                .deadLetters(letter -> Mono.empty())
                .build();
        client.sink();
        Flux<EmitResult> results = Flux.range(0, 20_000)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .map(n -> client.sink().tryEmit(n % 10 == 0 ? Events.invalid(n) : Events.valid(n)))
                .sequential();
        StepVerifier.create(results.count())
                .expectNext(20_000L)
                .expectComplete()
                .verify(LONGEST);
        StepVerifier.create(client.close(LONGEST).subscribeOn(Schedulers.parallel()))
                .assertNext(report -> {
                    assertThat(report.isComplete()).isTrue();
                    assertThat(report.stats().invalid()).isEqualTo(2_000);
                })
                .expectComplete()
                .verify(LONGEST);
        StepVerifier.create(Mono.fromCallable(() -> client.sink().tryEmit(Events.valid(1)))
                        .subscribeOn(Schedulers.parallel()))
                .expectNext(EmitResult.CLOSED)
                .verifyComplete();
    }

    @Test
    void send_onParallelThreads_neverBlocks() {
        ConversionClient client = ConversionClient.create(FakeSender.accepting(), ApiKeySupplier.of("key"));
        StepVerifier.create(client.send(Flux.range(0, 20_000).map(Events::valid).publishOn(Schedulers.parallel()))
                        .subscribeOn(Schedulers.parallel())
                        .count())
                .expectNext(20_000L)
                .expectComplete()
                .verify(LONGEST);
        client.dispose();
    }
}

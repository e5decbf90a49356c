package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** What becomes of events when the JVM ends and no one has closed the client. */
class ShutdownHookTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path folder = Path.of("");

    private final List<Thread> hooks = new ArrayList<>();
    private final ShutdownHook hook = new ShutdownHook(hooks::add, hooks::remove);

    private static ConversionClient client(FakeSender sender) {
        return ConversionClient.builder(sender, ApiKeySupplier.of("key-1"))
                .linger(Duration.ofMinutes(1))
                .shutdownTimeout(PATIENCE)
                .build();
    }

    // ---- in a JVM of its own

    @Tag("proof")
    @ParameterizedTest
    @CsvSource({"return, 0", "exit, 7", "fail, 1", "closing, 0"})
    void program_thatEndsWithoutClose_deliversWhatItHasEmitted(String way, int exitCode) throws Exception {
        EndpointEmulator emulator = EndpointEmulator.builder().port(0).start();
        try {
            Process program = start(emulator, PATIENCE, way);

            assertThat(program.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(this::output)
                    .isTrue();
            assertThat(program.exitValue()).as(this::output).isEqualTo(exitCode);
            assertThat(emulator.ledger().accepted()).as(this::output).isEqualTo(10);
        } finally {
            emulator.dispose();
        }
    }

    @Tag("proof")
    @Test
    void program_terminated_deliversWhatItHasEmitted() throws Exception {
        EndpointEmulator emulator = EndpointEmulator.builder().port(0).start();
        try {
            Process program = start(emulator, PATIENCE, "wait");
            Flux.interval(Duration.ofMillis(10))
                    .filter(tick -> output().contains("ready"))
                    .blockFirst(Watchdog.LIMIT);
            program.toHandle().destroy();

            assertThat(program.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(this::output)
                    .isTrue();
            assertThat(program.exitValue()).isEqualTo(SIGTERM);
            assertThat(emulator.ledger().accepted()).as(this::output).isEqualTo(10);
        } finally {
            emulator.dispose();
        }
    }

    @Tag("proof")
    @Test
    void program_endpointThatNeverResponds_endsAllTheSame() throws Exception {
        EndpointEmulator emulator = EndpointEmulator.builder().port(0).start();
        try {
            emulator.script().always(Response.silence());
            Process program = start(emulator, Duration.ofMillis(200), "return");

            assertThat(program.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(this::output)
                    .isTrue();
            assertThat(program.exitValue()).isZero();
        } finally {
            emulator.dispose();
        }
    }

    @Tag("proof")
    @Test
    void program_withoutTheHook_deliversNothing() throws Exception {
        EndpointEmulator emulator = EndpointEmulator.builder().port(0).start();
        try {
            Process program = start(emulator, Duration.ZERO, "return");

            assertThat(program.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(this::output)
                    .isTrue();
            assertThat(emulator.ledger().accepted()).isZero();
        } finally {
            emulator.dispose();
        }
    }

    private Process start(EndpointEmulator emulator, Duration timeout, String way) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(
                ShutdownProgram.class.getName(),
                emulator.uri().toString(),
                EndpointEmulator.DEFAULT_PIXEL_ID,
                EndpointEmulator.DEFAULT_KEY,
                String.valueOf(timeout.toMillis()),
                way));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException none) {
            return none.toString();
        }
    }

    // ---- the hook

    @Test
    void add_severalClients_registersOneHookUntilTheLastIsRemoved() {
        ConversionClient one = client(FakeSender.accepting());
        ConversionClient other = client(FakeSender.accepting());

        hook.add(one.end(), PATIENCE);
        hook.add(other.end(), PATIENCE);
        hook.add(other.end(), PATIENCE);
        assertThat(hooks).hasSize(1);
        assertThat(hook.size()).isEqualTo(2);

        hook.remove(one.end());
        assertThat(hooks).hasSize(1);
        hook.remove(other.end());
        hook.remove(other.end());
        assertThat(hooks).isEmpty();

        hook.add(one.end(), PATIENCE);
        assertThat(hooks).hasSize(1);
    }

    @Test
    void add_jvmIsEnding_doesNothing() {
        ShutdownHook late = new ShutdownHook(
                thread -> {
                    throw new IllegalStateException("Shutdown in progress");
                },
                hooks::remove);

        late.add(client(FakeSender.accepting()).end(), PATIENCE);

        assertThat(late.size()).isZero();
    }

    @Test
    void closeAll_severalClients_drainsEach() {
        List<FakeSender> senders = List.of(FakeSender.accepting(), FakeSender.accepting());
        for (FakeSender sender : senders) {
            ConversionClient client = client(sender);
            hook.add(client.end(), PATIENCE);
            client.sink().tryEmit(Events.valid(1));
        }

        hook.closeAll();

        assertThat(senders).allSatisfy(sender -> assertThat(sender.sizes()).containsExactly(1));
    }

    @Test
    void closeAll_timersThatStandStill_returnsAllTheSame() {
        VirtualTimeScheduler still = VirtualTimeScheduler.create();
        ConversionClient client = Clients.client(FakeSender.answering((batch, attempt) -> Mono.never()), still)
                .build();
        client.sink().tryEmit(Events.valid(1));
        hook.add(client.end(), Duration.ofMillis(1));

        hook.closeAll();

        assertThat(client.isDisposed()).isTrue();
    }

    // ---- which clients it closes

    @Test
    void client_fromItsFirstUseToItsClose_isInTheHook() {
        ConversionClient client = client(FakeSender.accepting());
        assertThat(isInHook(client)).isFalse();

        client.sink();
        assertThat(isInHook(client)).isTrue();

        client.close(Duration.ZERO).block(Watchdog.LIMIT);
        assertThat(isInHook(client)).isFalse();
    }

    @Test
    void client_stream_isInTheHookToo() {
        ConversionClient client = client(FakeSender.accepting());
        client.send(Flux.just(Events.valid(1))).subscribe();

        assertThat(isInHook(client)).isTrue();
        client.dispose();
    }

    @Test
    void client_takenOutBeforeOrAfterItsFirstUse_isNotInTheHook() {
        ConversionClient before = client(FakeSender.accepting());
        before.removeShutdownHook();
        before.sink();
        ConversionClient after = client(FakeSender.accepting());
        after.sink();
        after.removeShutdownHook();
        after.removeShutdownHook();

        assertThat(isInHook(before)).isFalse();
        assertThat(isInHook(after)).isFalse();
        assertThat(before.isDisposed() || after.isDisposed()).isFalse();
    }

    @Test
    void client_withoutTimeoutOrInVirtualTime_isNotInTheHook() {
        ConversionClient none = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key-1"))
                .shutdownTimeout(Duration.ZERO)
                .build();
        ConversionClient virtual = Clients.client(FakeSender.accepting(), VirtualTimeScheduler.create())
                .build();
        none.sink();
        virtual.sink();

        assertThat(isInHook(none)).isFalse();
        assertThat(isInHook(virtual)).isFalse();
    }

    private static boolean isInHook(ConversionClient client) {
        return ShutdownHook.OF_JVM.holds(client.end());
    }

    @Test
    void shutdownTimeout_outOfRange_isRefused() {
        ConversionClient.Builder builder = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key-1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.shutdownTimeout(Duration.ofMinutes(5).plusNanos(1)))
                .withMessageStartingWith("shutdownTimeout must be from ");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.shutdownTimeout(Duration.ofNanos(-1)));
    }

    // ---- clients that nothing holds

    @Test
    void client_collectedWithoutClose_leavesTheHookAndIsWarnedOfWithItsEvents() {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler capture = new Handler() {

            @Override
            public void publish(LogRecord entry) {
                warnings.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ConversionClient.class.getName());
        logger.addHandler(capture);
        try {
            forget(3);
            forget(0);
            awaitCollection(
                    () -> warnings.stream().anyMatch(line -> line.contains(": 3 of its 5 events have no result"))
                            && warnings.stream().anyMatch(line -> line.contains(": 0 of its 2 events have no result")));
        } finally {
            logger.removeHandler(capture);
        }
    }

    /** Uses a client that a listener of its own leads to, as meters do, and drops it. */
    private static void forget(int waiting) {
        ConversionClient[] known = new ConversionClient[1];
        VirtualTimeScheduler still = VirtualTimeScheduler.create();
        known[0] = Clients.client(FakeSender.accepting(), still)
                .linger(Duration.ofMinutes(1))
                .consent(event -> !known[0].isDisposed())
                .build();
        known[0].sink().tryEmit(Events.invalid(1));
        known[0].sink().tryEmit(Events.invalid(2));
        for (int i = 0; i < waiting; i++) {
            known[0].sink().tryEmit(Events.valid(i));
        }
    }

    @Test
    void client_realTimeAndIdle_isCollectedOutOfTheHook() {
        WeakReference<GracefulClose> end = used();

        awaitCollection(() -> end.get() == null);
    }

    private static WeakReference<GracefulClose> used() {
        ConversionClient client = client(FakeSender.accepting());
        client.send(Flux.just(Events.valid(1))).blockLast(Watchdog.LIMIT);
        assertThat(isInHook(client)).isTrue();
        return new WeakReference<>(client.end());
    }

    private static void awaitCollection(BooleanSupplier done) {
        Flux.interval(Duration.ZERO, Duration.ofMillis(20))
                .onBackpressureDrop()
                .doOnNext(tick -> System.gc())
                .filter(tick -> done.getAsBoolean())
                .blockFirst(Watchdog.LIMIT);
    }
}

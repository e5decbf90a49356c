package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EmitResult;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;

final class ClientLifecycleTest {

    private final EndpointEmulator emulator = EndpointEmulator.builder().start();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LeadfluxAutoConfiguration.class, LifecycleAutoConfiguration.class))
            .withPropertyValues(Leads.at(emulator));

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    @Test
    void close_endpointSilent_endsWithoutItsResponse() {
        emulator.script().always(Response.silence());
        AtomicReference<ConversionClient> client = new AtomicReference<>();
        runner.withPropertyValues("leadflux.close-timeout=200ms").run(context -> {
            client.set(context.getBean(ConversionClient.class));
            context.getBean(EventSink.class).tryEmit(Events.valid(0));
        });
        assertThat(client.get().close(Duration.ZERO).block(Leads.PATIENCE).isComplete())
                .isFalse();
        assertThat(client.get().stats().closed()).isOne();
    }

    @Test
    void close_timeoutOfAPhaseShorter_isNotCutShort() {
        emulator.script().next(Response.process().withDelay(Duration.ofMillis(500)));
        runner.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=1ms")
                .run(context -> context.getBean(EventSink.class).tryEmit(Events.valid(0)));
        assertThat(emulator.ledger().acceptances("event-0")).isOne();
    }

    @Test
    void phase_ofTheClient_isBehindTheWebServersAndBeforeTheEventLoops() {
        assertThat(ClientLifecycle.PHASE)
                .isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                .isGreaterThan(new ReactorResourceFactory().getPhase());
        assertThat(new ServerDrainLifecycle(new ServerDrain()).getPhase())
                .isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
    }

    /** A queue's listener, a web server, and a job of the application: what they emit as they stop is still taken. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                SmartLifecycle.DEFAULT_PHASE,
                WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE,
                WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE,
                ClientLifecycle.PHASE + 1
            })
    void stop_ofAnotherBean_mayStillEmit(int phase) {
        runner.withInitializer(context -> ((GenericApplicationContext) context)
                        .registerBean(Farewell.class, () -> new Farewell(context.getBean(EventSink.class), phase)))
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(emulator.ledger().acceptances("event-0")).isOne();
    }

    @Test
    void stop_requestInProgress_theClientIsOpenUntilItEnds() {
        runner.run(context -> {
            ConversionClient client = context.getBean(ConversionClient.class);
            ServerDrain requests = context.getBean(ServerDrain.class);
            requests.enter();
            CompletableFuture<Void> stopped = new CompletableFuture<>();
            context.getBean(ClientLifecycle.class).stop(() -> stopped.complete(null));
            assertThat(client.isDisposed()).isFalse();
            assertThat(client.sink().tryEmit(Events.valid(0))).isEqualTo(EmitResult.OK);
            assertThat(stopped).isNotDone();
            requests.leave();
            assertThat(client.isDisposed()).isTrue();
            assertThat(requests.enter()).isFalse();
            stopped.get(Leads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        });
        assertThat(emulator.ledger().acceptances("event-0")).isOne();
    }

    /** Emits an event as it stops. */
    static final class Farewell implements SmartLifecycle {

        private final AtomicBoolean running = new AtomicBoolean();
        private final EventSink sink;
        private final int phase;

        Farewell(EventSink sink, int phase) {
            this.sink = sink;
            this.phase = phase;
        }

        @Override
        public void start() {
            running.set(true);
        }

        @Override
        public void stop() {
            running.set(false);
            sink.tryEmit(Events.valid(0));
        }

        @Override
        public boolean isRunning() {
            return running.get();
        }

        @Override
        public int getPhase() {
            return phase;
        }
    }

    @Test
    void pauseAndRestart_ofTheContext_leaveTheClientOpen() {
        runner.run(context -> {
            context.pause();
            context.restart();
            assertThat(context.getBean(EventSink.class).tryEmit(Events.valid(0)))
                    .isEqualTo(EmitResult.OK);
        });
    }

    @Test
    void start_afterStop_isRefusedInsteadOfLosingEvents() {
        runner.run(context -> {
            context.stop();
            assertThat(context.getBean(ClientLifecycle.class).isRunning()).isFalse();
            assertThat(context.getBean(ConversionClient.class).isDisposed()).isTrue();
            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("a context that was stopped cannot be started again");
        });
    }
}

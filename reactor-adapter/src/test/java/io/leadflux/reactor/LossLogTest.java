package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import io.leadflux.reactor.delivery.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The lines that tell of events that were not accepted, and of where they go. */
class LossLogTest {

    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger(ConversionClient.class.getName()),
            Logger.getLogger("io.leadflux.reactor.delivery.LossLog"));
    private static final String BEGIN = "Since the last such line, ";

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> infos = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>(); // null is a level

    private final Handler capture = new Handler() {

        @Override
        public void publish(LogRecord entry) {
            String line = entry.getMessage();
            if (entry.getLevel().equals(Level.WARNING) && line.startsWith(BEGIN)) {
                warnings.add(line.substring(BEGIN.length()));
            } else if (entry.getLevel().equals(Level.INFO)) {
                infos.add(line);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        for (Logger logger : LOGGERS) {
            levels.add(logger.getLevel());
            logger.setLevel(Level.INFO);
            logger.addHandler(capture);
        }
    }

    @AfterEach
    void stopListening() {
        for (Logger logger : LOGGERS) {
            logger.setLevel(levels.remove(0));
            logger.removeHandler(capture);
        }
    }

    private void advance(Duration duration) {
        time.advanceTimeBy(duration);
    }

    // ---- what was lost

    @Test
    void warn_firstLoss_isToldAtOnceByOutcomeAndRule() {
        ConversionClient client = client(FakeSender.accepting(), time).build();

        client.sink().tryEmit(Events.invalid(1));

        assertThat(warnings).containsExactly("events not accepted: 1 INVALID (1 URL_REQUIRED)");
    }

    @Test
    void warn_storm_isOneLineInThirtySeconds() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        for (int i = 0; i < 100; i++) {
            client.sink().tryEmit(Events.invalid(i));
            advance(Duration.ofMillis(100));
        }
        assertThat(warnings).hasSize(1);

        advance(Duration.ofSeconds(30));
        assertThat(warnings)
                .containsExactly(
                        "events not accepted: 1 INVALID (1 URL_REQUIRED)",
                        "events not accepted: 99 INVALID (99 URL_REQUIRED)");
    }

    @Test
    void warn_lossAfterAQuietInterval_isToldAtOnceAgain() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.sink().tryEmit(Events.invalid(1));
        advance(Duration.ofSeconds(30));
        client.sink().tryEmit(Events.invalid(2));

        assertThat(warnings).hasSize(2);
    }

    @Test
    void warn_outage_tellsOfTheExpiredLeads() {
        ConversionClient client = client(FakeSender.status(503), time)
                .deliveryTimeout(Duration.ofSeconds(5))
                .build();
        client.send(Flux.fromIterable(Events.valid(0, 264))).subscribe();

        advance(Duration.ofMinutes(1));

        assertThat(warnings).isNotEmpty();
        assertThat(count("EXPIRED")).isEqualTo(264);
    }

    @Test
    void warn_fullSink_tellsOfTheOverflow() {
        ConversionClient client = client(FakeSender.answering((batch, attempt) -> Mono.never()), time)
                .sinkCapacity(2, 1 << 20)
                .concurrency(1)
                .build();
        for (int i = 0; i < 400; i++) {
            client.sink().tryEmit(Events.valid(i));
        }
        advance(Duration.ofSeconds(30));

        assertThat(count("OVERFLOW")).isEqualTo(client.stats().overflow()).isPositive();
    }

    @Test
    void warn_rejectedAndUnauthorized_areTold() {
        ConversionClient refused = client(FakeSender.status(400), time).build();
        refused.send(Flux.fromIterable(Events.valid(0, 3))).subscribe();
        advance(Duration.ofMinutes(10));
        ConversionClient locked = client(FakeSender.status(401), time)
                .deliveryTimeout(Duration.ofSeconds(5))
                .build();
        locked.send(Flux.fromIterable(Events.valid(0, 7))).subscribe();
        advance(Duration.ofMinutes(1));

        assertThat(count("REJECTED") + count("EXPIRED"))
                .isEqualTo(refused.stats().rejected() + refused.stats().expired())
                .isEqualTo(3);
        assertThat(count("UNAUTHORIZED")).isEqualTo(7);
    }

    @Test
    void warn_cancelledStream_tellsOfWhatWasDiscarded() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.send(Flux.fromIterable(Events.valid(0, 4)).concatWith(Flux.never()))
                .subscribe()
                .dispose();

        advance(Duration.ofSeconds(30));

        assertThat(count("CLOSED")).isEqualTo(4);
    }

    @Test
    void warn_consentWithheld_isNoLoss() {
        ConversionClient client =
                client(FakeSender.accepting(), time).consent(event -> false).build();

        client.sink().tryEmit(Events.valid(1));
        client.send(Flux.just(Events.valid(2))).subscribe();
        advance(Duration.ofMinutes(1));

        assertThat(client.stats().invalid()).isEqualTo(2);
        assertThat(warnings).isEmpty();
    }

    @Test
    void warn_everyEventAccepted_saysNothing() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        client.send(Flux.fromIterable(Events.valid(0, 300))).subscribe();
        advance(Duration.ofMinutes(1));
        client.close(Duration.ZERO).subscribe();

        assertThat(client.stats().accepted()).isEqualTo(300);
        assertThat(warnings).isEmpty();
    }

    @Test
    void warn_deadLettersThatAreNotKept_areTold() {
        ConversionClient client = client(FakeSender.accepting(), time)
                .deadLetters(letter -> Mono.error(new IllegalStateException("SECRET")))
                .build();

        client.sink().tryEmit(Events.invalid(1));
        advance(Duration.ofSeconds(30));

        assertThat(warnings).containsExactly("events not accepted: 1 INVALID (1 URL_REQUIRED)", "dead letters lost: 1");
    }

    // ---- the end

    @Test
    void close_untoldLosses_areToldInOneLineAndNoTimerIsLeft() {
        PendingTimers timers = new PendingTimers(time);
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), () -> Mono.just("key-1"))
                .timing(Timing.virtual(timers))
                .build();
        client.sink().tryEmit(Events.invalid(1));
        client.sink().tryEmit(Events.invalid(2));
        client.sink().tryEmit(Events.invalid(3));

        client.close(Duration.ZERO).subscribe();
        advance(Duration.ofSeconds(1));

        assertThat(warnings)
                .containsExactly(
                        "events not accepted: 1 INVALID (1 URL_REQUIRED)",
                        "events not accepted: 2 INVALID (2 URL_REQUIRED)");
        assertThat(timers.count()).isZero();
    }

    @Test
    void close_eventsThatAreGivenUp_areTold() {
        ConversionClient client = client(FakeSender.answering((batch, attempt) -> Mono.never()), time)
                .build();
        for (int i = 0; i < 10; i++) {
            client.sink().tryEmit(Events.valid(i));
        }
        client.close(Duration.ofSeconds(1)).subscribe();
        advance(Duration.ofSeconds(2));

        assertThat(warnings).isNotEmpty();
        assertThat(count("CLOSED")).isEqualTo(10);
    }

    @Test
    void warn_eventsAfterTheClose_areToldOnceInThirtySecondsWithoutATimer() {
        PendingTimers timers = new PendingTimers(time);
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), () -> Mono.just("key-1"))
                .timing(Timing.virtual(timers))
                .build();
        EventSink sink = client.sink();
        client.close(Duration.ZERO).subscribe();
        advance(Duration.ofSeconds(1));
        for (int i = 0; i < 30; i++) {
            sink.tryEmit(Events.valid(i));
            advance(Duration.ofSeconds(1));
        }
        assertThat(warnings).containsExactly("events not accepted: 1 CLOSED");

        sink.tryEmit(Events.valid(30));

        assertThat(warnings).containsExactly("events not accepted: 1 CLOSED", "events not accepted: 30 CLOSED");
        assertThat(timers.count()).isZero();
    }

    private long count(String outcome) {
        return warnings.stream()
                .flatMap(line ->
                        Pattern.compile("(\\d+) " + outcome).matcher(line).results())
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    // ---- the start

    @Test
    void info_firstUse_saysWhereDeadLettersGoAndWhatACrashLoses() {
        DeadLetterHandler handler = new DeadLetterHandler() {

            @Override
            public Mono<Void> handle(DeliveryResult result) {
                return Mono.empty();
            }

            @Override
            public String description() {
                return "the shop's queue";
            }
        };
        ConversionClient client =
                client(FakeSender.accepting(), time).deadLetters(handler).build();
        assertThat(infos).isEmpty();

        client.sink();
        client.send(Flux.just(Events.valid(1))).subscribe();

        assertThat(infos)
                .containsExactly(
                        "Events that are not accepted go to the shop's queue. A crash loses every event without a"
                                + " result: up to 16384 in the sink, and 12800 in the batches of the sink and of each"
                                + " stream");
    }

    @Test
    void info_noHandler_saysThatNothingIsKept() {
        ConversionClient client = client(FakeSender.accepting(), time).build();

        client.send(Flux.just(Events.valid(1))).subscribe();

        assertThat(infos).hasSize(1).first().asString().startsWith("Events that are not accepted are kept nowhere, ");
    }

    @Test
    void info_handlerWhoseDescriptionFails_namesItsClass() {
        DeadLetterHandler broken = new DeadLetterHandler() {

            @Override
            public Mono<Void> handle(DeliveryResult result) {
                return Mono.empty();
            }

            @Override
            public String description() {
                throw new IllegalStateException("SECRET");
            }
        };
        client(FakeSender.accepting(), time).deadLetters(broken).build().sink();

        assertThat(infos)
                .hasSize(1)
                .first()
                .asString()
                .contains(broken.getClass().getName())
                .doesNotContain("SECRET");
    }
}

package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.EventReader;
import io.leadflux.json.Utf8Buffer;
import io.leadflux.reactor.CloseReport;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.CorrelatedResult;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.deadletter.NdjsonDeadLetters;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.reactor.store.EventStore;
import io.leadflux.reactor.store.NewEvent;
import io.leadflux.reactor.store.StoredEvent;
import io.leadflux.reactor.webflux.Attribution;
import io.leadflux.reactor.webflux.AttributionWebFilter;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/** No key, pixel id, address, user agent or identifier in a log line or a text form. */
class SecrecyTest {

    private static final Duration PATIENCE = Watchdog.LIMIT;
    private static final String KEY = "SECRETKEY";
    private static final String PIXEL = "SECRETPIXEL";
    private static final List<String> SECRETS = List.of(
            KEY, PIXEL, "203.0.113.77", "SECRETAGENT", "SECRETCLIENT", "SECRETALART", "SECRETALEID", "4815162342");

    private static final UserData PERSON = UserData.builder()
            .clientIpAddress("203.0.113.77")
            .clientUserAgent("SECRETAGENT")
            .esi(EventSource.WEB)
            .clientId("SECRETCLIENT")
            .alart("SECRETALART")
            .aleid("SECRETALEID")
            .userId("4815162342")
            .build();

    private static ServerEvent event(int n) {
        return ServerEvent.generateLead("USD", 20)
                .eventTime(1_793_000_000_000L + n)
                .eventSourceUrl("https://shop.example")
                .userData(PERSON)
                .dedupeId("SECRETDEDUPE-" + n)
                .build();
    }

    private static void assertSilent(Iterable<String> texts) {
        for (String text : texts) {
            assertThat(text).doesNotContain(SECRETS);
        }
    }

    @Test
    @Tag("proof")
    void log_everythingGoesWrong_tellsNoSecret() {
        Queue<String> ours;
        try (CapturedLogs logs = new CapturedLogs("io.leadflux", Level.ALL);
                CapturedLogs reactor = new CapturedLogs("reactor", Level.INFO);
                CapturedLogs netty = new CapturedLogs("io.netty", Level.INFO)) {
            for (Supplier<Fault> plan : List.<Supplier<Fault>>of(
                    FaultPlan.mixed(3, 0.9, 2_000), () -> Fault.cut(Fault.Kind.RESET_REQUEST, 0))) {
                failInEveryWay(plan, KEY);
                failInEveryWay(plan, "WRONG" + KEY);
            }
            failInEveryWay(() -> Fault.NONE, "key that no header\ncan carry" + KEY);
            ours = logs.lines();
            assertThat(reactor.lines()).isNotEmpty();
            assertSilent(reactor.lines());
            assertSilent(netty.lines());
        }
        assertThat(ours).as("lines, so that silence is not for want of words").isNotEmpty();
        assertSilent(ours);
        assertThat(ours).noneMatch(line -> line.contains("SECRETDEDUPE"));
    }

    private static void failInEveryWay(Supplier<Fault> plan, String key) {
        EndpointEmulator emulator = EndpointEmulator.builder()
                .pixelId(PIXEL)
                .apiKey(KEY)
                .errorDetail(true)
                .start();
        emulator.script().rejectEvents(event -> event.toString().hashCode() % 7 == 0);
        try (FaultProxy proxy = FaultProxy.start(emulator::port, plan)) {
            ConversionClient client = ConversionClient.builder(
                            HttpEventSender.builder(PIXEL)
                                    .endpoint(proxy.uri())
                                    .responseTimeout(Duration.ofMillis(200))
                                    .build(),
                            () -> Mono.just(key))
                    .limits(BatchLimits.of(5, 1 << 20))
                    .deliveryTimeout(Duration.ofMillis(700))
                    .backoff(Duration.ofMillis(5), Duration.ofMillis(50))
                    .consent(event -> {
                        if (event.eventTime() % 50 == 3) {
                            throw new IllegalStateException("about " + event.userData());
                        }
                        return true;
                    })
                    .deadLetters(letter -> Mono.error(new IllegalStateException(KEY)))
                    .build();
            client.sink().tryEmit(event(-1));
            client.send(Flux.range(0, 300).map(SecrecyTest::event))
                    .map(result -> result.toString().replaceAll("SECRETDEDUPE", ""))
                    .doOnNext(text -> assertSilent(List.of(text)))
                    .materialize()
                    .takeUntil(Signal::isOnError)
                    .blockLast(PATIENCE);
            client.close(Duration.ofMillis(100)).block(PATIENCE);
        } finally {
            emulator.disposeNow();
        }
    }

    // Text forms

    private static List<Object> samples() {
        EventBatch batch = batch();
        DeliveryResult result = DeliveryResult.failed(
                event(1), Outcome.EXPIRED, 2, true, new DeliveryException("the deadline passed", 503, null));
        List<Violation> violations = EventValidator.create()
                .validate(event(1).toBuilder()
                        .userData(PERSON.toBuilder()
                                .clientIpAddress("203.0.113.77, SECRETCLIENT")
                                .build())
                        .eventSourceUrl("https://SECRETCLIENT@shop.example/SECRETAGENT?aleid=SECRETALEID")
                        .build());
        assertThat(violations).hasSizeGreaterThan(1);
        byte[] wrong = "{\"SECRETCLIENT\":\"SECRETAGENT\",\"user_data\":{\"user_id\":4815162342}}"
                .getBytes(StandardCharsets.UTF_8);
        Utf8Buffer buffer = Utf8Buffer.create();
        EventEncoder.encode(event(1), buffer);
        HttpEventSender sender = HttpEventSender.create(PIXEL);
        ConversionClient client = ConversionClient.create(sender, ApiKeySupplier.of(KEY));
        CloseReport report = Objects.requireNonNull(client.close(Duration.ZERO).block(PATIENCE));
        List<Object> samples = new ArrayList<>(violations);
        samples.add(Attribution.ofSnapshot(new String(
                EventEncoder.encode(event(1).toBuilder()
                        .name(EventName.PAGE_VIEW)
                        .data(null)
                        .dedupeId("5f0c3a52-7b1e-4d55-9a77-3d7a52f4b8aa")
                        .build()),
                StandardCharsets.UTF_8)));
        samples.add(AttributionWebFilter.create());
        samples.add(NdjsonDeadLetters.to(Path.of("letters.ndjson")));
        samples.addAll(stored(event(1)));
        samples.addAll(List.of(
                event(1),
                event(1).toBuilder(),
                PERSON,
                PERSON.toBuilder(),
                EventData.of("USD", BigDecimal.TEN),
                batch,
                BatchLimits.DEFAULT,
                result,
                result.cause(),
                EventReader.create().read(wrong),
                buffer,
                EventValidator.create(),
                sender,
                sender.withPixelId(PIXEL),
                HttpEventSender.builder(PIXEL),
                client,
                client.sink(),
                client.stats(),
                ApiKeySupplier.of(KEY),
                ConversionClient.builder(sender, ApiKeySupplier.of(KEY)),
                new CloseReport(report.took(), report.stats(), List.of(result), 0),
                new CorrelatedResult<>(PERSON.clientId() + KEY, result),
                SendResult.noResponse(new IllegalStateException(KEY)),
                SendResult.ofStatus(400).withErrorCode("100")));
        return samples;
    }

    private static List<Object> stored(ServerEvent event) {
        try {
            Path directory = Files.createTempDirectory("secrecy");
            EventStore store = EventStore.builder(directory).open();
            NewEvent fresh = NewEvent.of(EventName.GENERATE_LEAD, EventEncoder.encode(event), 0, Long.MAX_VALUE);
            store.spill(fresh).join();
            StoredEvent read =
                    store.read(EventName.GENERATE_LEAD, 1, 1 << 20).join().get(0);
            List<Object> samples = List.of(
                    store, fresh, read, store.stats(), store.erase(any -> false).join());
            store.close().join();
            return samples;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static EventBatch batch() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        accumulator.add(event(1));
        return accumulator.seal();
    }

    @Test
    void toString_everyPublicType_tellsNoSecret() {
        assertSilent(samples().stream().map(String::valueOf).toList());
    }

    @Test
    void samples_holdEveryPublicTypeWithATextFormOfItsOwn() {
        Set<String> sampled =
                samples().stream().map(sample -> sample.getClass().getName()).collect(Collectors.toSet());
        List<String> missing = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.leadflux").stream()
                        .filter(type -> isPublic(type) && !type.isEnum())
                        .filter(type -> type.tryGetMethod("toString").isPresent())
                        .filter(type -> !type.getPackageName().endsWith(".emulator"))
                        .map(JavaClass::getName)
                        .filter(name -> !sampled.contains(name))
                        .toList();
        assertThat(missing)
                .as("public types with a toString() of which samples() has none")
                .isEmpty();
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(SecrecyTest::isPublic).orElse(true);
    }
}

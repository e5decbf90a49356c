package io.leadflux.reactor.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventReader;
import io.leadflux.json.ReadResult;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.FakeSender;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class NdjsonDeadLettersTest {

    private static final Duration SOON = Watchdog.LIMIT;

    @TempDir
    private Path folder = Path.of("");

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final Queue<Runnable> heldWork = new ArrayDeque<>();
    private final Scheduler held = Schedulers.fromExecutor(heldWork::add);

    private void runHeldWork() {
        for (Runnable task = heldWork.poll(); task != null; task = heldWork.poll()) {
            task.run();
        }
    }

    private Path file() {
        return folder.resolve("letters.ndjson");
    }

    private static DeliveryResult letter(ServerEvent event) {
        return DeliveryResult.failed(event, Outcome.EXPIRED, 3, true, new DeliveryException("too late", 503, null));
    }

    private static DeliveryResult letter(int n) {
        return letter(Events.valid(n));
    }

    private static List<ServerEvent> readBack(Path file) throws IOException {
        List<ServerEvent> events = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            ReadResult read = EventReader.create().read(line.getBytes(UTF_8));
            assertThat(read.isWellFormed()).as(line).isTrue();
            events.add(read.event());
        }
        return events;
    }

    // Trouble

    @Test
    void handle_folderMissing_errsAndTheNextLetterTriesAgain() throws IOException {
        Path later = folder.resolve("later");
        NdjsonDeadLetters letters = NdjsonDeadLetters.to(later.resolve("letters"));

        StepVerifier.create(letters.handle(letter(1)))
                .expectError(NoSuchFileException.class)
                .verify(SOON);
        Files.createDirectory(later);
        letters.handle(letter(2)).block(SOON);

        assertThat(readBack(later.resolve("letters"))).containsExactly(Events.valid(2));
        assertThat(letters.written()).isEqualTo(1);
    }

    @Test
    void open_folderMissing_errs() {
        StepVerifier.create(NdjsonDeadLetters.to(folder.resolve("no/letters")).open())
                .expectError(NoSuchFileException.class)
                .verify(SOON);
    }

    @Test
    void client_failingDisk_endsEveryEventAndCountsTheLettersAsLost() {
        NdjsonDeadLetters letters = NdjsonDeadLetters.builder(folder.resolve("no/letters"))
                .scheduler(Schedulers.immediate())
                .build();
        ConversionClient client = client(FakeSender.status(400), letters);

        List<DeliveryResult> results = resultsOf(client, Events.valid(0, 3));

        assertThat(results).hasSize(3).noneMatch(DeliveryResult::isAccepted);
        assertThat(client.stats().deadLettersLost()).isEqualTo(3);
    }

    @Test
    void handle_fullFileWithoutRotation_refusesTheLetterAndKeepsTheFile() throws IOException {
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).maxBytes(1024).maxFiles(1).build();
        int fitting = 0;
        while (letters.handle(letter(fitting))
                .thenReturn(true)
                .onErrorReturn(false)
                .block(SOON)) {
            fitting++;
        }

        assertThat(fitting).isBetween(2, 5);
        assertThat(Files.size(file())).isLessThanOrEqualTo(1024);
        assertThat(readBack(file())).containsExactlyElementsOf(Events.valid(0, fitting));
        StepVerifier.create(letters.handle(letter(9)))
                .expectErrorMessage("the dead letter file is full: it may have 1024 bytes")
                .verify(SOON);
    }

    @Test
    void handle_lineCutOffByACrash_beginsALineOfItsOwn() throws IOException {
        Files.writeString(file(), "{\"name\":\"page_vi");

        NdjsonDeadLetters.to(file()).handle(letter(1)).block(SOON);

        assertThat(Files.readAllLines(file())).hasSize(2).first().isEqualTo("{\"name\":\"page_vi");
        assertThat(Files.readString(file())).endsWith("\"dedupe_id\":\"event-1\"}\n");
    }

    @Test
    void handle_afterDispose_isRefused() {
        NdjsonDeadLetters letters = NdjsonDeadLetters.to(file());
        letters.disposeLater().block(SOON);

        StepVerifier.create(letters.handle(letter(1)))
                .expectError(RejectedExecutionException.class)
                .verify(SOON);
        assertThat(file()).doesNotExist();
    }

    @Test
    void handle_schedulerDisposed_isRefused() {
        Scheduler gone = Schedulers.newSingle("gone");
        gone.dispose();
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(gone).build();

        StepVerifier.create(letters.handle(letter(1)))
                .expectError(RejectedExecutionException.class)
                .verify(SOON);
    }

    @Test
    void disposeLater_schedulerDisposed_stillClosesTheFile() throws IOException {
        Scheduler going = Schedulers.newSingle("going");
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(going).build();
        letters.handle(letter(1)).block(SOON);
        going.dispose();

        StepVerifier.create(letters.disposeLater()).expectComplete().verify(SOON);
        assertThat(readBack(file())).containsExactly(Events.valid(1));
    }

    @Test
    void flush_interruptedThread_forcesAllTheSame() throws IOException {
        NdjsonDeadLetters letters = NdjsonDeadLetters.builder(file())
                .scheduler(Schedulers.immediate())
                .build();
        letters.handle(letter(1)).block(SOON);
        Thread.currentThread().interrupt();
        StepVerifier.create(letters.flush()).verifyComplete();
        assertThat(Thread.interrupted()).isTrue();
        letters.handle(letter(2)).block(SOON);
        assertThat(readBack(file())).containsExactly(Events.valid(1), Events.valid(2));
    }

    @Test
    void handle_callerThrowsAnError_theNextLetterIsWritten() throws IOException {
        NdjsonDeadLetters letters = NdjsonDeadLetters.to(file());
        letters.handle(letter(1))
                .doOnSuccess(written -> {
                    throw new StackOverflowError();
                })
                .subscribe();
        letters.handle(letter(2)).block(SOON);
        StepVerifier.create(letters.disposeLater()).expectComplete().verify(SOON);
        assertThat(readBack(file())).containsExactly(Events.valid(1), Events.valid(2));
    }

    @Test
    void handle_fileThrowsAnError_errsAndTheNextLetterHasItsResultToo() {
        Path broken = (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    throw new OutOfMemoryError(method.getName());
                });
        NdjsonDeadLetters letters = NdjsonDeadLetters.to(broken);
        for (int i = 0; i < 2; i++) {
            StepVerifier.create(letters.handle(letter(i)))
                    .expectError(OutOfMemoryError.class)
                    .verify(SOON);
        }
        StepVerifier.create(letters.disposeLater()).expectComplete().verify(SOON);
    }

    @Test
    void handle_schedulerThrowsAnError_isRefusedAndTheNextLetterIsWritten() throws IOException {
        AtomicBoolean broken = new AtomicBoolean(true);
        Scheduler scheduler = Schedulers.fromExecutor(task -> {
            if (broken.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            task.run();
        });
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(scheduler).build();
        StepVerifier.create(letters.handle(letter(1)))
                .expectError(RejectedExecutionException.class)
                .verify(SOON);
        letters.handle(letter(2)).block(SOON);
        assertThat(readBack(file())).containsExactly(Events.valid(2));
    }

    @Test
    void handle_tooManyWaiting_refusesTheNext() {
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(held).build();
        IntStream.range(0, 4_096).forEach(n -> letters.handle(letter(n)).subscribe());

        StepVerifier.create(letters.handle(letter(4_096)))
                .expectErrorMessage("too many dead letters wait to be written")
                .verify(SOON);
        runHeldWork();
        assertThat(letters.written()).isEqualTo(4_096);
    }

    @Test
    void handle_cancelledBeforeItsTurn_isNotWritten() throws IOException {
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(held).build();
        Disposable first = letters.handle(letter(1)).subscribe();
        letters.handle(letter(2)).subscribe();

        first.dispose();
        runHeldWork();

        assertThat(readBack(file())).containsExactly(Events.valid(2));
    }

    @Test
    void builder_sizeOutOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdjsonDeadLetters.builder(file()).maxBytes(1023))
                .withMessage("maxBytes must be from 1024 to 1099511627776, not 1023");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdjsonDeadLetters.builder(file()).maxBytes((1L << 40) + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdjsonDeadLetters.builder(file()).maxFiles(0))
                .withMessage("maxFiles must be from 1 to 1000, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdjsonDeadLetters.builder(file()).maxFiles(1_001));
    }

    @Test
    void handle_null_throwsAtOnce() {
        assertThatNullPointerException()
                .isThrownBy(() -> NdjsonDeadLetters.to(file()).handle(null))
                .withMessage("result");
    }

    @Test
    void file_newOne_isItsOwnersAlone() throws IOException {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");

        NdjsonDeadLetters.to(file()).open().block(SOON);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    // What it keeps

    @Test
    void handle_unusualEvents_areReadBackAsTheyWere() throws IOException {
        UserData visitor = UserData.builder()
                .clientIpAddress("192.0.2.7\n192.0.2.8")
                .clientUserAgent("Agent/\u0007 \"caf\u00e9\" \ud83d\ude80 \u2028")
                .esi(EventSource.APP)
                .userId("42")
                .build();
        List<ServerEvent> events = List.of(
                Events.valid(1),
                Events.invalid(2),
                ServerEvent.builder().build(),
                ServerEvent.generateLead("JPY", 0)
                        .userData(visitor)
                        .dedupeId("d\r\n1")
                        .build());
        NdjsonDeadLetters letters = NdjsonDeadLetters.to(file());

        Flux.fromIterable(events)
                .concatMap(event -> letters.handle(letter(event)))
                .blockLast(SOON);

        assertThat(readBack(file())).containsExactlyElementsOf(events);
    }

    @Test
    void handle_callersThread_neverTouchesTheDisk() {
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(held).build();

        letters.handle(letter(1)).subscribe();

        assertThat(file()).doesNotExist();
        runHeldWork();
        assertThat(file()).exists();
    }

    @Test
    void handle_byDefault_writesOnBoundedElastic() {
        String thread = NdjsonDeadLetters.to(file())
                .handle(letter(1))
                .then(Mono.fromCallable(() -> Thread.currentThread().getName()))
                .block(SOON);

        assertThat(thread).startsWith("boundedElastic-");
    }

    @Test
    void handle_fileOfAnEarlierRun_isContinued() throws IOException {
        for (int run = 0; run < 3; run++) {
            NdjsonDeadLetters letters = NdjsonDeadLetters.to(file());
            letters.handle(letter(run)).then(letters.disposeLater()).block(SOON);
        }

        assertThat(readBack(file())).containsExactlyElementsOf(Events.valid(0, 3));
    }

    @Test
    void handle_manyThreads_keepsEachLineWhole() throws IOException {
        NdjsonDeadLetters letters = NdjsonDeadLetters.to(file());

        Flux.range(0, 2_000)
                .parallel(8)
                .runOn(Schedulers.parallel())
                .flatMap(n -> letters.handle(letter(n)))
                .sequential()
                .then(letters.flush())
                .block(SOON);

        assertThat(readBack(file())).containsExactlyInAnyOrderElementsOf(Events.valid(0, 2_000));
    }

    @Test
    void disposeLater_lettersWaiting_writesThemFirst() throws IOException {
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(held).build();
        IntStream.range(0, 100).forEach(n -> letters.handle(letter(n)).subscribe());

        StepVerifier.create(letters.disposeLater().then(letters.disposeLater()))
                .then(this::runHeldWork)
                .verifyComplete();

        assertThat(letters.isDisposed()).isTrue();
        assertThat(readBack(file())).containsExactlyElementsOf(Events.valid(0, 100));
    }

    @Test
    void client_wholeSinkExpiresAtOnce_losesNoLetter() throws IOException {
        int events = 16_384;
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file()).scheduler(held).build();
        ConversionClient client = client(FakeSender.status(503), letters);
        Events.valid(0, events).forEach(client.sink()::tryEmit);

        time.advanceTimeBy(Duration.ofMinutes(2).plusSeconds(1));
        assertThat(client.stats().expired()).isEqualTo(events);
        runHeldWork();

        assertThat(client.stats().deadLettersLost()).isZero();
        assertThat(letters.written()).isEqualTo(events);
    }

    @Test
    void client_eventsEndInEveryWay_keepsAllButTheAccepted() throws IOException {
        NdjsonDeadLetters letters = NdjsonDeadLetters.builder(file())
                .scheduler(Schedulers.immediate())
                .build();
        ConversionClient client = client(
                FakeSender.answering((batch, attempt) ->
                        Mono.just(SendResult.ofStatus(batch.events().contains(Events.valid(3)) ? 400 : 200))),
                letters);
        List<ServerEvent> events = new ArrayList<>(Events.valid(0, 10));
        events.add(Events.invalid(99));

        resultsOf(client, events);

        assertThat(client.stats().accepted()).isEqualTo(9);
        assertThat(readBack(file())).containsExactlyInAnyOrder(Events.valid(3), Events.invalid(99));
    }

    @Test
    void toString_tellsTheFileAndNothingOfAnEvent() {
        NdjsonDeadLetters letters = NdjsonDeadLetters.to(file());
        letters.handle(letter(1)).block(SOON);

        assertThat(letters).hasToString("NdjsonDeadLetters{file=" + file() + ", written=1}");
    }

    private ConversionClient client(EventSender sender, DeadLetterHandler letters) {
        return ConversionClient.builder(sender, ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .deadLetters(letters)
                .build();
    }

    private List<DeliveryResult> resultsOf(ConversionClient client, List<ServerEvent> events) {
        List<DeliveryResult> results = new ArrayList<>();
        client.send(Flux.fromIterable(events)).subscribe(results::add);
        time.advanceTimeBy(Duration.ofMinutes(3));
        return results;
    }
}

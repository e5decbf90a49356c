package io.leadflux.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.EventReader;
import io.leadflux.json.ReadResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

class NdjsonDeadLettersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static DeliveryResult letter(ServerEvent event) {
        return DeliveryResult.failed(event, Outcome.EXPIRED, 1, true, new DeliveryException("late", 0, null));
    }

    private static void write(NdjsonDeadLetters letters, int from, int to) {
        Flux.fromIterable(Events.valid(from, to))
                .flatMap(event -> letters.handle(letter(event)), 64)
                .blockLast(PATIENCE);
    }

    private static List<ServerEvent> read(Path file) throws IOException {
        return Files.readAllLines(file, UTF_8).stream()
                .map(line -> EventReader.create().read(line.getBytes(UTF_8)))
                .map(ReadResult::event)
                .map(Objects::requireNonNull)
                .toList();
    }

    private static void close(NdjsonDeadLetters letters) {
        letters.disposeLater().block(PATIENCE);
    }

    // What goes wrong

    @Test
    void handle_folderMissing_errsAndSucceedsOnceItIsThere() throws Exception {
        Path file = folder.resolve("later/letters.ndjson");
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(file);
        StepVerifier.create(letters.handle(letter(Events.valid(1))))
                .expectError(IOException.class)
                .verify(PATIENCE);
        Files.createDirectory(folder.resolve("later"));
        write(letters, 2, 3);
        close(letters);
        assertThat(read(file)).containsExactly(Events.valid(2));
        assertThat(letters.written()).isEqualTo(1);
    }

    @Test
    void handle_diskFullInTheMiddleOfALine_leavesNoTornLine() throws Exception {
        Path file = folder.resolve("letters.ndjson");
        AtomicInteger opened = new AtomicInteger();
        NdjsonDeadLetters letters = NdjsonDeadLetters.builder(file)
                .opener(path -> {
                    SeekableByteChannel disk = DeadLetterFile.Opener.DISK.open(path);
                    return opened.incrementAndGet() == 1 ? new FullDisk(disk, 700) : disk;
                })
                .build();
        write(letters, 0, 1);
        write(letters, 1, 2);
        StepVerifier.create(letters.handle(letter(Events.valid(2))))
                .expectErrorMessage("No space left on device")
                .verify(PATIENCE);
        write(letters, 3, 4);
        close(letters);
        assertThat(read(file)).containsExactly(Events.valid(0), Events.valid(1), Events.valid(3));
    }

    @Test
    void handle_fileEndsInTheMiddleOfALine_beginsANewOne() throws Exception {
        Path file = folder.resolve("letters.ndjson");
        Files.writeString(file, "{\"name\":\"page_v", StandardOpenOption.CREATE);
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(file);
        write(letters, 0, 2);
        close(letters);
        assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo("{\"name\":\"page_v");
    }

    @Test
    void handle_boundReached_refusesAndKeepsWhatIsThere() throws Exception {
        Path file = folder.resolve("letters.ndjson");
        int line = EventEncoder.encode(Events.valid(1)).length + 1;
        NdjsonDeadLetters letters =
                NdjsonDeadLetters.builder(file).maxBytes(4L * line).build();
        write(letters, 0, 4);
        StepVerifier.create(letters.handle(letter(Events.valid(5))))
                .expectErrorMessage("the dead letter file has reached its bound")
                .verify(PATIENCE);
        close(letters);
        assertThat(read(file)).hasSize(4);
        assertThat(Files.size(file)).isEqualTo(4L * line);
    }

    @Test
    void handle_closed_refuses() {
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(folder.resolve("letters.ndjson"));
        write(letters, 0, 1);
        close(letters);
        close(letters);
        StepVerifier.create(letters.handle(letter(Events.valid(1))))
                .expectErrorMessage("the dead letter file is closed")
                .verify(PATIENCE);
    }

    @Test
    void handle_schedulerStopped_refusesInsteadOfWaiting() {
        Scheduler stopped = Schedulers.newSingle("stopped");
        stopped.dispose();
        NdjsonDeadLetters letters = NdjsonDeadLetters.builder(folder.resolve("letters.ndjson"))
                .scheduler(stopped)
                .build();
        for (int n = 0; n < 2; n++) {
            StepVerifier.create(letters.handle(letter(Events.valid(n))))
                    .expectError(IOException.class)
                    .verify(PATIENCE);
        }
    }

    @Test
    void client_diskFails_deliversOnAndCountsTheLoss() {
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(folder.resolve("no/such/folder"));
        ConversionClient client = ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key"))
                .deadLetters(letters)
                .build();
        Flux<ServerEvent> events = Flux.range(0, 100).map(n -> n % 10 == 0 ? Events.invalid(n) : Events.valid(n));
        assertThat(client.send(events)
                        .filter(DeliveryResult::isAccepted)
                        .count()
                        .block(PATIENCE))
                .isEqualTo(90);
        client.close(PATIENCE).block(PATIENCE);
        assertThat(client.stats().deadLettersLost()).isEqualTo(10);
    }

    @Test
    void maxBytes_outOfRange_carriesTheValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdjsonDeadLetters.builder(folder).maxBytes(1023))
                .withMessageContaining("1023");
    }

    // What it is for

    @Test
    void client_deadLetters_canBeReadBackWholeAndInOrder() throws Exception {
        Path file = folder.resolve("letters.ndjson");
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(file);
        ConversionClient client = ConversionClient.builder(FakeSender.status(404), ApiKeySupplier.of("key"))
                .concurrency(1)
                .deadLetters(letters)
                .build();
        client.send(Flux.range(0, 1_000).map(Events::valid)).blockLast(PATIENCE);
        client.close(PATIENCE).block(PATIENCE);
        close(letters);
        assertThat(read(file)).containsExactlyElementsOf(Events.valid(0, 1_000));
        assertThat(client.stats().deadLettersLost()).isZero();
    }

    @Test
    void handle_manyThreads_everyLineIsWhole() throws Exception {
        Path file = folder.resolve("letters.ndjson");
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(file);
        Flux.range(0, 8)
                .flatMap(thread -> Flux.range(thread * 1_000, 1_000)
                        .flatMap(n -> letters.handle(letter(Events.valid(n))), 100)
                        .subscribeOn(Schedulers.boundedElastic()))
                .blockLast(PATIENCE);
        close(letters);
        assertThat(read(file)).containsExactlyInAnyOrderElementsOf(Events.valid(0, 8_000));
    }

    @Test
    void open_folderMissing_errs() {
        StepVerifier.create(
                        NdjsonDeadLetters.create(folder.resolve("no/letters")).open())
                .expectError(IOException.class)
                .verify(PATIENCE);
    }

    @Test
    void open_newFile_isMadeAndHoldsNoLetter() {
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(folder.resolve("letters.ndjson"));
        letters.open().block(PATIENCE);

        assertThat(folder.resolve("letters.ndjson")).isEmptyFile();
        assertThat(letters.written()).isZero();
        close(letters);
    }

    @Test
    void client_wholeSinkExpiresAtOnce_losesNoLetter() throws Exception {
        Path file = folder.resolve("letters.ndjson");
        Queue<Runnable> heldWork = new ArrayDeque<>();
        NdjsonDeadLetters letters = NdjsonDeadLetters.builder(file)
                .scheduler(Schedulers.fromExecutor(heldWork::add))
                .build();
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        ConversionClient client = ConversionClient.builder(FakeSender.status(503), ApiKeySupplier.of("key-1"))
                .scheduler(time)
                .deadLetters(letters)
                .build();
        List<ServerEvent> events = Events.valid(0, 16_384);
        events.forEach(client.sink()::tryEmit);

        time.advanceTimeBy(Duration.ofMinutes(2).plusSeconds(1));
        assertThat(client.stats().expired()).isEqualTo(events.size());
        for (Runnable work = heldWork.poll(); work != null; work = heldWork.poll()) {
            work.run();
        }

        assertThat(client.stats().deadLettersLost()).isZero();
        assertThat(read(file)).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void handle_newFile_isItsOwnersAlone() throws Exception {
        Path file = folder.resolve("letters.ndjson");
        NdjsonDeadLetters letters = NdjsonDeadLetters.create(file);
        write(letters, 0, 1);
        close(letters);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    /** Takes so many bytes and no more, and breaks in the middle of a write. */
    private static final class FullDisk implements SeekableByteChannel {

        private final SeekableByteChannel disk;
        private final long capacity;

        FullDisk(SeekableByteChannel disk, long capacity) {
            this.disk = disk;
            this.capacity = capacity;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            long room = capacity - disk.position();
            if (room <= 0) {
                throw new IOException("No space left on device");
            }
            ByteBuffer part = source.duplicate();
            part.limit((int) Math.min(part.limit(), part.position() + room));
            int taken = disk.write(part);
            source.position(source.position() + taken);
            return taken;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return disk.read(target);
        }

        @Override
        public long position() throws IOException {
            return disk.position();
        }

        @Override
        public SeekableByteChannel position(long position) throws IOException {
            disk.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            disk.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return disk.isOpen();
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }
}

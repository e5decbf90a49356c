package io.leadflux.reactor.store;

import static io.leadflux.event.EventName.GENERATE_LEAD;
import static io.leadflux.event.EventName.PAGE_VIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.EventName;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.Utf8Buffer;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** The store with its thread, on the machine's own disk. */
class EventStoreTest {

    private static final Duration LONGEST = Watchdog.LIMIT;

    @TempDir
    Path folder;

    private EventStore open() throws IOException {
        return EventStore.builder(folder.resolve("store"))
                .time(() -> 61_000, System::nanoTime)
                .open();
    }

    static NewEvent lead(int n) {
        return NewEvent.of(GENERATE_LEAD, encoded(true, n), 1_000 + n, 2_000 + n);
    }

    static NewEvent view(int n) {
        return NewEvent.of(PAGE_VIEW, encoded(false, n), 1_000 + n, 2_000 + n);
    }

    private static byte[] encoded(boolean lead, int n) {
        Utf8Buffer buffer = Utf8Buffer.create();
        EventEncoder.encode(lead ? Events.lead(n) : Events.valid(n), buffer);
        return buffer.toByteArray();
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new CompletionException(failed.getCause());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    static StoreException.Reason reasonOf(CompletableFuture<?> future) {
        try {
            get(future);
        } catch (CompletionException failed) {
            return ((StoreException) failed.getCause()).reason();
        }
        throw new AssertionError("did not fail");
    }

    private static List<StoredEvent> readAll(EventStore store, EventName name) {
        List<StoredEvent> all = new ArrayList<>();
        List<StoredEvent> some = get(store.read(name, 10, 1 << 20));
        while (!some.isEmpty()) {
            all.addAll(some);
            some = get(store.read(name, 10, 1 << 20));
        }
        return all;
    }

    @Test
    void open_secondTime_saysThatItIsOpenAlready() throws IOException {
        EventStore store = open();
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is open already, here or in another process")
                .hasMessageContaining("store");
        get(store.close());
        get(open().close());
    }

    @Test
    void open_symbolicLink_isRefused() throws IOException {
        Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(folder.resolve("store"), folder.resolve("elsewhere"));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("symbolic link");
    }

    @Test
    void open_file_isRefused() throws IOException {
        Files.createFile(folder.resolve("store"));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("is a file");
    }

    @Test
    void open_symbolicLinkForLock_isRefused() throws IOException {
        Files.createDirectory(folder.resolve("store"));
        Files.createFile(folder.resolve("victim"));
        Files.createSymbolicLink(folder.resolve("store/lock"), folder.resolve("victim"));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class);
    }

    @Test
    void open_segmentOfALaterVersion_isRefusedAndLeftAlone() throws IOException {
        get(open().close());
        SegmentName name = new SegmentName(GENERATE_LEAD, 7, 7, 0);
        byte[] header = RecordFormat.segmentHeader(name);
        header[5] = 9;
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(header, 0, header.length - 4);
        java.nio.ByteBuffer.wrap(header).putInt(header.length - 4, (int) crc.getValue());
        Path file = folder.resolve("store").resolve(name.file());
        Files.write(file, header);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("format version 9");
        assertThat(file).exists();
        Files.delete(file);
        get(open().close());
    }

    @Test
    void files_areTheOwnersAlone() throws IOException {
        Files.createDirectory(
                folder.resolve("store"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        EventStore store = open();
        long sequence = get(store.writeAhead(lead(1)));
        get(store.writeAhead(lead(2)));
        store.acknowledge(sequence);
        get(store.close());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("store"))))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void stored_notAcknowledged_isReadByTheNextProcessAsItWas() throws IOException {
        EventStore store = open();
        get(store.writeAhead(lead(1).attempted(3, false)));
        get(store.spill(view(2)));
        get(store.close());
        store = open();
        List<StoredEvent> leads = readAll(store, GENERATE_LEAD);
        assertThat(leads).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo(GENERATE_LEAD);
            assertThat(event.encoded()).isEqualTo(encoded(true, 1));
            assertThat(event.arrivedAt()).isEqualTo(1_001);
            assertThat(event.deadline()).isEqualTo(2_001);
            assertThat(event.attempts()).isEqualTo(3);
            assertThat(event.mayBeDuplicate()).isTrue(); // it was in somebody's hands
            assertThat(event.toString()).doesNotContain("shop", "192.0.2");
        });
        assertThat(readAll(store, PAGE_VIEW)).hasSize(1);
        get(store.close());
    }

    @Test
    void acknowledged_isNotReadAgainAndLeavesNoFile() throws IOException {
        EventStore store = open();
        for (int n = 0; n < 100; n++) {
            store.acknowledge(get(store.writeAhead(lead(n))));
        }
        get(store.close());
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lock", SegmentName.CLEAN);
        }
        store = open();
        assertThat(readAll(store, GENERATE_LEAD)).isEmpty();
        assertThat(store.stats().events()).isZero();
        get(store.close());
    }

    @Test
    void released_beforeACleanClose_keepsItsAttemptsAndIsOnlyInDoubtIfItWas() throws IOException {
        EventStore store = open();
        store.release(get(store.writeAhead(lead(1))), 2, false);
        store.release(get(store.writeAhead(lead(2))), 3, true);
        get(store.close());
        store = open();
        List<StoredEvent> events = readAll(store, GENERATE_LEAD);
        assertThat(events).extracting(StoredEvent::attempts).containsExactly(2, 3);
        assertThat(events).extracting(StoredEvent::mayBeDuplicate).containsExactly(false, true);
        get(store.close());
    }

    @Test
    void released_isReadAgainByTheSameProcess() throws IOException {
        EventStore store = open();
        long sequence = get(store.writeAhead(lead(1)));
        assertThat(readAll(store, GENERATE_LEAD)).isEmpty();
        store.release(sequence, 4, true);
        store.release(sequence, 9, true); // it is in nobody's hands any more
        assertThat(readAll(store, GENERATE_LEAD)).singleElement().satisfies(event -> {
            assertThat(event.sequence()).isEqualTo(sequence);
            assertThat(event.attempts()).isEqualTo(4);
            assertThat(event.mayBeDuplicate()).isTrue();
        });
        get(store.close());
    }

    @Test
    void read_inChunks_isOldestFirstAndWithinItsBounds() throws IOException {
        EventStore store = open();
        for (int n = 0; n < 50; n++) {
            get(store.spill(lead(n)));
        }
        int bytes = lead(0).encoded.length;
        assertThat(get(store.read(GENERATE_LEAD, 3, 1 << 20)))
                .extracting(StoredEvent::arrivedAt)
                .containsExactly(1_000L, 1_001L, 1_002L);
        assertThat(get(store.read(GENERATE_LEAD, 100, 1))).hasSize(1);
        assertThat(get(store.read(GENERATE_LEAD, 100, bytes * 5 / 2))).hasSize(2);
        assertThat(get(store.read(PAGE_VIEW, 100, 1 << 20))).isEmpty();
        assertThat(readAll(store, GENERATE_LEAD)).hasSize(44);
        assertThat(store.held()).isEqualTo(50);
        get(store.close());
    }

    @Test
    void read_outsideOfItsBounds_throws() throws IOException {
        EventStore store = open();
        assertThatThrownBy(() -> store.read(PAGE_VIEW, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxEvents must be from 1 to 10000, not 0");
        assertThatThrownBy(() -> store.read(PAGE_VIEW, 1, 0)).hasMessageContaining("maxBytes");
        assertThatThrownBy(() -> store.release(1, -1, false)).hasMessageContaining("attempts");
        get(store.close());
    }

    @Test
    void store_largerThanASegment_isRefused() throws IOException {
        EventStore store = open();
        NewEvent huge = NewEvent.of(PAGE_VIEW, new byte[SegmentWriter.MAX_SEGMENT], 1, 2);
        assertThat(reasonOf(store.spill(huge))).isEqualTo(StoreException.Reason.TOO_LARGE);
        get(store.spill(NewEvent.of(PAGE_VIEW, new byte[SegmentWriter.MAX_SEGMENT - 200], 1, 2)));
        assertThat(get(store.read(PAGE_VIEW, 10, 1)))
                .singleElement()
                .satisfies(event -> assertThat(event.encoded()).hasSize(SegmentWriter.MAX_SEGMENT - 200));
        get(store.close());
    }

    @Test
    void everything_onceClosed_isRefused() throws IOException {
        EventStore store = open();
        CompletableFuture<Long> before = store.spill(lead(1));
        CompletableFuture<Void> closed = store.close();
        get(before);
        get(closed);
        get(store.close());
        assertThat(reasonOf(store.spill(lead(1)))).isEqualTo(StoreException.Reason.CLOSED);
        assertThat(reasonOf(store.read(GENERATE_LEAD, 1, 1))).isEqualTo(StoreException.Reason.CLOSED);
        assertThat(reasonOf(store.erase(event -> true))).isEqualTo(StoreException.Reason.CLOSED);
    }

    @Test
    void store_whenTooMuchWaits_isRefusedAtOnce() throws IOException {
        EventStore store = EventStore.builder(folder)
                .time(() -> 61_000, System::nanoTime)
                .queueCapacity(4, 1 << 20)
                .open(new ModelDisk(new java.util.Random(1)), () -> {});
        List<CompletableFuture<Long>> waiting = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            waiting.add(store.spill(lead(n)));
        }
        CompletableFuture<Long> refused = store.spill(lead(5));
        assertThat(refused).isCompletedExceptionally();
        assertThat(reasonOf(refused)).isEqualTo(StoreException.Reason.BUSY);
        store.turn();
        assertThat(waiting).allSatisfy(stored -> assertThat(stored).isCompleted());
        CompletableFuture<Long> taken = store.spill(lead(6));
        store.turn();
        assertThat(taken).isCompleted();
    }

    @Test
    void store_byManyThreadsThatMustNotBlock_neverBlocksAndSharesSyncs() throws IOException {
        EventStore store = open();
        Flux<Long> sequences = Flux.range(0, 5_000)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .flatMap(n -> Mono.fromFuture(store.writeAhead(lead(n)))
                        .doOnNext(store::acknowledge)
                        .doOnNext(sequence -> store.stats()))
                .sequential();
        StepVerifier.create(sequences.distinct().count())
                .expectNext(5_000L)
                .expectComplete()
                .verify(LONGEST);
        get(store.close());
        assertThat(store.stats().stored()).isEqualTo(5_000);
        assertThat(store.stats().syncs()).isLessThan(5_000);
        assertThat(store.stats().acknowledged()).isEqualTo(5_000);
        assertThat(store.stats().events()).isZero();
    }

    @Test
    void erase_byPredicate_removesWhatIsStoredFromTheFiles() throws IOException {
        EventStore store = open();
        store.acknowledge(get(store.writeAhead(lead(7))));
        for (int n = 0; n < 20; n++) {
            get(store.spill(n % 2 == 0 ? lead(n) : view(n)));
        }
        EraseReport report =
                get(store.erase(event -> List.of("lead-7", "lead-4", "event-3").contains(event.dedupeId())));
        assertThat(report).isEqualTo(new EraseReport(3, 0));
        assertThat(bytesOnDisk())
                .doesNotContain("\"lead-7\"", "\"lead-4\"", "\"event-3\"")
                .contains("\"lead-6\"");
        assertThat(readAll(store, GENERATE_LEAD)).hasSize(9);
        assertThat(readAll(store, PAGE_VIEW)).hasSize(9);
        get(store.close());
    }

    private String bytesOnDisk() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve("store"))) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void erase_predicateThrows_failsAndKeepsEverything() throws IOException {
        EventStore store = open();
        get(store.spill(lead(1)));
        assertThat(reasonOf(store.erase(event -> {
                    throw new IllegalStateException("broken");
                })))
                .isEqualTo(StoreException.Reason.FAILED);
        assertThat(readAll(store, GENERATE_LEAD)).hasSize(1);
        get(store.close());
    }

    @Test
    void stats_ofAStore_sayWhatIsInIt() throws IOException {
        AtomicLong ticks = new AtomicLong();
        EventStore store = EventStore.builder(folder)
                .time(() -> 61_000, () -> ticks.incrementAndGet())
                .open(new ModelDisk(new java.util.Random(1)), () -> {});
        assertThat(store.stats().oldestAge()).isZero();
        CompletableFuture<Long> first = store.writeAhead(lead(0));
        CompletableFuture<Long> second = store.spill(view(1));
        store.turn();
        assertThat(second).isCompleted();
        StoreStats stats = store.stats();
        assertThat(stats.events()).isEqualTo(2);
        assertThat(stats.unread()).isEqualTo(1);
        assertThat(stats.bytes()).isPositive();
        assertThat(stats.oldestAge()).isEqualTo(Duration.ofSeconds(60));
        assertThat(stats.syncs()).isEqualTo(2);
        assertThat(stats.meanSync()).isPositive();
        assertThat(stats.lastSync()).isPositive();
        assertThat(stats.toString()).contains("events=2");
        store.acknowledge(get(first));
        store.turn();
        assertThat(store.stats().pendingAcknowledgements()).isEqualTo(1);
        assertThat(store.stats().acknowledged()).isEqualTo(1);
    }
}

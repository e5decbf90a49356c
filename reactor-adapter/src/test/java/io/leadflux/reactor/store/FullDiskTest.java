package io.leadflux.reactor.store;

import static io.leadflux.event.EventName.GENERATE_LEAD;
import static io.leadflux.event.EventName.PAGE_VIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.leadflux.reactor.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full: a file system of 4 MiB, where mounting one is permitted. */
class FullDiskTest {

    private static final int CYCLES = 100;

    @TempDir
    Path mount;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=4m,mode=0700", "tmpfs", mount.toString()) == 0;
        assumeThat(mounted).as("mounting a tmpfs is permitted here").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", mount.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            return process.exitValue();
        } catch (IOException noSuchProgram) {
            return -1;
        }
    }

    private EventStore open() throws IOException {
        return EventStore.builder(mount.resolve("store"))
                .bounds(1L << 30, 256 * 1024)
                .time(() -> 61_000, System::nanoTime)
                .open();
    }

    /** Stores until the disk is full; returns what was stored. */
    private static List<Long> fill(EventStore store) {
        List<Long> stored = new ArrayList<>();
        while (true) {
            List<CompletableFuture<Long>> some = new ArrayList<>();
            for (int n = 0; n < 100; n++) {
                some.add(store.writeAhead(EventStoreTest.lead(n)));
            }
            boolean full = false;
            for (CompletableFuture<Long> future : some) {
                try {
                    stored.add(EventStoreTest.get(future));
                } catch (java.util.concurrent.CompletionException refused) {
                    assertThat(((StoreException) refused.getCause()).reason()).isEqualTo(StoreException.Reason.FULL);
                    full = true;
                }
            }
            if (full) {
                return stored;
            }
        }
    }

    @Test
    void store_fullAHundredTimes_goesOnWithoutARestart() throws IOException {
        EventStore store = open();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            List<Long> stored = fill(store);
            assertThat(stored).as("cycle " + cycle).hasSizeGreaterThan(5_000);
            stored.forEach(store::acknowledge);
            EventStoreTest.get(store.read(GENERATE_LEAD, 1, 1)); // a turn, in which they are removed
        }
        EventStoreTest.get(store.close());
        assertThat(store.stats().events()).isZero();
    }

    @Test
    void open_onAFullDisk_readsEverythingAndGoesOn() throws IOException {
        EventStore store = open();
        List<Long> stored = fill(store);
        EventStoreTest.get(store.close().exceptionally(full -> null));
        store = open();
        assertThat(store.stats().events()).isEqualTo(stored.size());
        int read = 0;
        List<StoredEvent> events = EventStoreTest.get(store.read(GENERATE_LEAD, 500, 1 << 20));
        while (!events.isEmpty()) {
            read += events.size();
            for (StoredEvent event : events) {
                store.acknowledge(event.sequence());
            }
            events = EventStoreTest.get(store.read(GENERATE_LEAD, 500, 1 << 20));
        }
        assertThat(read).isEqualTo(stored.size());
        EventStoreTest.get(store.writeAhead(EventStoreTest.lead(1)));
        EventStoreTest.get(store.close());
    }

    @Test
    void store_leadsOnADiskFullOfPageViews_makesThemGiveWay() throws IOException {
        List<DropReason> dropped = new ArrayList<>();
        EventStore store = EventStore.builder(mount.resolve("store"))
                .bounds(1L << 30, 256 * 1024)
                .time(() -> 61_000, System::nanoTime)
                .listener(new StoreListener() {
                    @Override
                    public void dropped(StoredEvent event, DropReason reason) {
                        assertThat(event.name()).isEqualTo(PAGE_VIEW);
                        dropped.add(reason);
                    }
                })
                .open();
        CompletableFuture<Long> view = store.spill(EventStoreTest.view(1));
        while (!view.isCompletedExceptionally()) {
            view = store.spill(EventStoreTest.view(1));
            view.handle((stored, refused) -> null).join();
        }
        assertThat(EventStoreTest.reasonOf(view)).isEqualTo(StoreException.Reason.FULL);
        for (int n = 0; n < 100; n++) {
            EventStoreTest.get(store.writeAhead(EventStoreTest.lead(n)));
        }
        assertThat(dropped).isNotEmpty().containsOnly(DropReason.EVICTED);
        assertThat(store.stats().dropped(DropReason.EVICTED)).isEqualTo(dropped.size());
        EventStoreTest.get(store.close());
    }
}

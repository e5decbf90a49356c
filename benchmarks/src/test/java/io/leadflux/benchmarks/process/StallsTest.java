package io.leadflux.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StallsTest {

    private final StallLog log = new StallLog(100);

    @Test
    void log_aWatcherThatWakesInTime_hasSeenNoStall() throws Exception {
        log.woke(1_000, 1_100);

        assertThat(log.take(1_100)).isEmpty();
    }

    @Test
    void log_aWatcherThatWakesLate_hasSeenAStallAndTellsItOnce() throws Exception {
        log.woke(1_000, 1_101);

        assertThat(log.take(1_101)).containsExactly(new Stall(1_000, 1_101));
        assertThat(log.take(1_101)).isEmpty();
    }

    @Test
    @Timeout(60)
    void take_untilAMomentToCome_waitsForTheWatcher() throws Exception {
        Thread watcher = new Thread(() -> {
            log.woke(900, 1_000);
            log.woke(1_000, 2_000);
        });
        watcher.start();

        assertThat(log.take(1_500)).containsExactly(new Stall(1_000, 2_000));
        watcher.join();
    }

    @Test
    @Timeout(60)
    void watch_wherePossible_seesAllProcessors() throws Exception {
        try (Stalls stalls = Stalls.watch()) {
            assumeTrue(stalls.areWatched(), "needs taskset, chrt and the right to use them");
            for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
                assertThat(NamedThreads.of(ProcessHandle.current(), "stalls-" + core)
                                .isEmpty())
                        .isFalse();
            }
            long begin = System.nanoTime();
            assertThat(stalls.take()).allMatch(stall -> stall.from() < stall.to() && stall.from() < System.nanoTime());
            assertThat(System.nanoTime()).isGreaterThan(begin);
        }
    }
}

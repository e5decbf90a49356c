package io.leadflux.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AwakeTest {

    @Test
    @Timeout(60)
    void all_wherePossible_spinsOnEachProcessorUntilClosed() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/chrt")), "needs chrt and taskset of util-linux");
        List<ProcessHandle> others = ProcessHandle.current().children().toList();
        List<ProcessHandle> spinning;
        try (Awake awake = Awake.all()) {
            spinning = ProcessHandle.current()
                    .children()
                    .filter(process -> !others.contains(process))
                    .toList();
            assertThat(awake.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
            assertThat(spinning).hasSize((int) awake.count());
        }
        for (ProcessHandle process : spinning) {
            process.onExit().get(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}

package io.leadflux.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NamedThreadsTest {

    @Test
    @Timeout(60)
    void processorTime_ofAThreadThatComputes_growsAndIsNothingOnceItHasEnded() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/schedstat")), "needs Linux");
        Process process = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        NamedThreads threads = NamedThreads.of(process.toHandle(), "sh");
        try {
            Duration before = threads.processorTime();
            while (threads.processorTime().compareTo(before.plusMillis(5)) < 0) {
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(threads.isEmpty()).isFalse();
        assertThat(threads.processorTime()).isZero();
    }

    @Test
    void of_aNameThatNoThreadHas_isEmpty() throws Exception {
        NamedThreads none = NamedThreads.of(ProcessHandle.current(), "nobody");
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.processorTime()).isZero();
    }
}

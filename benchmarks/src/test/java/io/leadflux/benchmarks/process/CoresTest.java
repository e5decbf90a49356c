package io.leadflux.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CoresTest {

    @Test
    @Timeout(60)
    void start_whereThereIsTaskset_holdsTheProcessFromItsFirstMoment() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "needs taskset of util-linux");
        Process process = Cores.OTHERS.start(new ProcessBuilder("sh", "-c", "taskset --cpu-list --pid $$"));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String first = Cores.OTHERS.list().substring(0, 1);
        assertThat(said).containsPattern("list: " + first + "\\b");
    }

    @Test
    @Timeout(60)
    void hold_whereThereIsTaskset_movesAProcessThatRuns() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "needs taskset of util-linux");
        Process process = Cores.ALL.start(new ProcessBuilder("sleep", "60"));
        try {
            assertThat(Cores.FIRST.hold(process.toHandle())).isTrue();
            assertThat(allowed(process)).containsPattern("Cpus_allowed_list:\\s+0\\n");
        } finally {
            process.destroy();
        }
    }

    @Test
    @Timeout(60)
    void hold_someThreads_movesThemAndNoOthers() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "needs taskset of util-linux");
        assumeTrue(!Cores.OTHERS.equals(Cores.FIRST), "needs two processors");
        Process process = Cores.OTHERS.start(new ProcessBuilder("sh", "-c", "echo begun; cat"));
        try {
            assertThat(process.getInputStream().read()).isEqualTo('b');
            assertThat(Cores.FIRST.hold(NamedThreads.of(process.toHandle(), "nobody")))
                    .isFalse();
            assertThat(allowed(process)).doesNotContainPattern("Cpus_allowed_list:\\s+0\\n");
            assertThat(Cores.FIRST.hold(NamedThreads.of(process.toHandle(), "sh")))
                    .isTrue();
            assertThat(allowed(process)).containsPattern("Cpus_allowed_list:\\s+0\\n");
        } finally {
            process.destroy();
        }
    }

    private static String allowed(Process process) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "status"));
    }
}

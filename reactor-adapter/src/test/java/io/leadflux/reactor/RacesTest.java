package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the stress tests of this package, each in a JVM of its own. A moment each is enough to see the outcomes that are
 * common; {@code -Dleadflux.races.millis=10000} looks longer.
 */
@Tag("proof")
class RacesTest {

    private static final int MILLIS = Integer.getInteger("leadflux.races.millis", 150);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void races_everyOutcomeSeen_isAllowed() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process stress = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exitCode;
        try {
            exitCode = stress.waitFor();
        } finally {
            stress.destroyForcibly();
        }
        String told = Files.readString(output);
        assertThat(exitCode).as(told).isZero();
        assertThat(told).containsPattern("Results: (\\d{2,3}) planned; \\1 passed, 0 failed, 0 soft errs, 0 hard errs");
    }

    private static List<String> command() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                "org.openjdk.jcstress.Main",
                "-t",
                "io\\.leadflux\\..*Races",
                "-jvmArgs",
                "-Xmx256m",
                "-sc",
                "false",
                "-af",
                "NONE",
                "-f",
                "1",
                "-fsm",
                "1",
                "-iters",
                "1",
                "-time",
                Integer.toString(MILLIS));
    }
}

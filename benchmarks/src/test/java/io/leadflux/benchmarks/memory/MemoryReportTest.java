package io.leadflux.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.benchmarks.process.Machine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryReportTest {

    private static final double IDLE = 10;
    private static final double BOUND = 50;

    @Test
    void of_steadyWithNoise_isFlatAndBounded() {
        MemoryReport report = report(second -> 40 + second % 3);
        assertThat(report.isFlat()).isTrue();
        assertThat(report.isBounded()).isTrue();
        assertThat(printed(report)).contains("Flat, within the limits");
    }

    @Test
    void of_slowLeak_isNotFlat() {
        MemoryReport report = report(second -> 40 + second * 0.05);
        assertThat(report.growthMiB()).isBetween(4.9, 5.1);
        assertThat(report.isFlat()).isFalse();
        assertThat(printed(report)).contains("NOT FLAT, within the limits");
    }

    @Test
    void of_growthWhileItWarmsUp_isFlat() {
        assertThat(report(second -> second < 20 ? second : 40).isFlat()).isTrue();
    }

    @Test
    void of_moreThanTheLimitsAndTenPerCent_isNotBounded() {
        assertThat(report(second -> 65.9).isBounded()).isTrue();
        assertThat(report(second -> 66.1).isBounded()).isFalse();
    }

    private static MemoryReport report(DoubleUnaryOperator used) {
        List<MemoryReport.HeapSample> samples = IntStream.rangeClosed(1, 100)
                .mapToObj(second -> new MemoryReport.HeapSample(second, used.applyAsDouble(second), 1000L * second))
                .toList();
        return MemoryReport.of(new Machine(2, "any", "any", "any"), IDLE, BOUND, samples);
    }

    private static String printed(MemoryReport report) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        report.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed.toString(StandardCharsets.UTF_8);
    }
}

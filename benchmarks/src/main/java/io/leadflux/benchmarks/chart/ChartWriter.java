package io.leadflux.benchmarks.chart;

import io.leadflux.benchmarks.comparison.Report;
import io.leadflux.benchmarks.comparison.Table;
import io.leadflux.benchmarks.growth.GrowthReport;
import io.leadflux.benchmarks.memory.MemoryReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Draws charts of the measured data in a folder, and prints tables of it. */
public final class ChartWriter {

    private final Path folder;
    private final PrintStream output;

    /**
     * Writes into the folder that it reads from.
     *
     * @param output receives the tables
     */
    public ChartWriter(Path folder, PrintStream output) {
        this.folder = folder;
        this.output = output;
    }

    /** Draws and prints everything for which there is data. */
    public void writeAll() throws IOException {
        comparison();
        memory();
        growth();
        jmh();
    }

    private void comparison() throws IOException {
        Path data = folder.resolve("end-to-end.json");
        if (Files.exists(data)) {
            Report report = read(data, Report.class);
            new Table(report).print(output);
            ComparisonCharts charts = new ComparisonCharts(report);
            write(charts.throughput(), "end-to-end.svg");
            write(charts.cpu(), "cpu.svg");
            write(charts.latency(), "latency.svg");
        }
    }

    private void memory() throws IOException {
        Path data = folder.resolve("memory.json");
        if (Files.exists(data)) {
            MemoryReport report = read(data, MemoryReport.class);
            report.print(output);
            new HeapChart(report).write(folder.resolve("memory.svg"));
        }
    }

    private void growth() throws IOException {
        Path data = folder.resolve("growth.json");
        if (Files.exists(data)) {
            read(data, GrowthReport.class).print(output);
        }
    }

    private void jmh() throws IOException {
        Path data = folder.resolve("jmh.json");
        if (Files.exists(data)) {
            JmhResults results = new JmhResults(read(data, JsonNode.class));
            results.print(output);
            JmhCharts charts = new JmhCharts(results);
            write(charts.encoder(), "encoder.svg");
            write(charts.sink(), "sink.svg");
        }
    }

    private void write(Bars bars, String name) throws IOException {
        if (!bars.isEmpty()) {
            bars.write(folder.resolve(name));
        }
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        return JsonMapper.shared().readValue(Files.readAllBytes(file), type);
    }
}

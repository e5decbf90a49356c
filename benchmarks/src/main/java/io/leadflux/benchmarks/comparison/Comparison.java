package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.EndpointProcess;
import io.leadflux.benchmarks.process.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** All rounds of all candidates. Each run has its own process, one after the other. */
public final class Comparison {

    private final ComparisonOptions options;
    private final PrintStream output;

    /**
     * A comparison that has not started.
     *
     * @param output receives the progress and the table
     */
    public Comparison(ComparisonOptions options, PrintStream output) {
        this.options = options;
        this.output = output;
    }

    /** Runs everything, prints the table, writes the JSON if requested, and returns the figures by round. */
    public List<List<Figures>> run() throws IOException, InterruptedException {
        List<List<Figures>> rounds = new ArrayList<>();
        try (EndpointProcess endpoint = options.tls
                ? EndpointProcess.startTls(options.serverTime)
                : EndpointProcess.start(options.serverTime)) {
            for (int round = 1; round <= options.rounds; round++) {
                rounds.add(round(round, endpoint));
            }
        }
        Report report = Report.of(options, rounds);
        new Table(report).print(output);
        if (options.out != null) {
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(options.out, report);
        }
        return rounds;
    }

    private List<Figures> round(int round, EndpointProcess endpoint) throws IOException {
        List<Figures> all = new ArrayList<>();
        for (String name : Candidates.names()) {
            if (options.includes(name)) {
                Figures figures = run(round, name, endpoint);
                output.println("round " + round + ": " + figures);
                all.add(figures);
            }
        }
        return all;
    }

    private Figures run(int round, String name, EndpointProcess endpoint) throws IOException {
        try (ChildProcess child = start(round, name, endpoint)) {
            child.endAfter(options.longestRun());
            for (String line = child.readLine(); line != null; line = child.readLine()) {
                if (line.startsWith(CandidateRun.FIGURES)) {
                    return JsonMapper.shared().readValue(line.substring(CandidateRun.FIGURES.length()), Figures.class);
                }
            }
            return Figures.failed(name, "the process ended without figures");
        }
    }

    private ChildProcess start(int round, String name, EndpointProcess endpoint) throws IOException {
        Path keys = endpoint.keys();
        List<String> arguments =
                new ArrayList<>(List.of(name, endpoint.uri().toString(), keys == null ? "" : keys.toString()));
        arguments.addAll(options.forOneRun());
        Path folder = options.recordings;
        if (folder == null) {
            return ChildProcess.start(CandidateRun.class, options.heap, arguments);
        }
        Files.createDirectories(folder);
        return ChildProcess.recorded(
                folder.resolve(name + '-' + round + ".jfr"), CandidateRun.class, options.heap, arguments);
    }
}

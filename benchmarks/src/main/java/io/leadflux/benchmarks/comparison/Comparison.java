package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.RemoteEndpoint;
import io.leadflux.benchmarks.process.Child;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** All rounds of all contestants, each run in a process of its own, in turn. */
public final class Comparison {

    private final Rules rules;
    private final PrintStream output;

    /**
     * A contest that has not begun.
     *
     * @param output takes the progress and the table
     */
    public Comparison(Rules rules, PrintStream output) {
        this.rules = rules;
        this.output = output;
    }

    /** Runs everything, prints the table, writes the JSON if that is asked for, and gives the figures by round. */
    public List<List<Figures>> run() throws IOException, InterruptedException {
        List<List<Figures>> rounds = new ArrayList<>();
        try (RemoteEndpoint endpoint =
                rules.tls ? RemoteEndpoint.startTls(rules.serverTime) : RemoteEndpoint.start(rules.serverTime)) {
            for (int round = 1; round <= rules.rounds; round++) {
                rounds.add(round(round, endpoint));
            }
        }
        Report report = Report.of(rules, rounds);
        new Table(report).print(output);
        if (rules.out != null) {
            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValue(rules.out, report);
        }
        return rounds;
    }

    private List<Figures> round(int round, RemoteEndpoint endpoint) throws IOException {
        List<Figures> all = new ArrayList<>();
        for (String name : Roster.names()) {
            if (rules.admits(name)) {
                Figures figures = run(round, name, endpoint);
                output.println("round " + round + ": " + figures);
                all.add(figures);
            }
        }
        return all;
    }

    private Figures run(int round, String name, RemoteEndpoint endpoint) throws IOException {
        try (Child child = start(round, name, endpoint)) {
            child.endAfter(rules.longestRun());
            for (String line = child.readLine(); line != null; line = child.readLine()) {
                if (line.startsWith(Run.FIGURES)) {
                    return JsonMapper.shared().readValue(line.substring(Run.FIGURES.length()), Figures.class);
                }
            }
            return Figures.failed(name, "the process ended without figures");
        }
    }

    private Child start(int round, String name, RemoteEndpoint endpoint) throws IOException {
        Path keys = endpoint.keys();
        List<String> arguments =
                new ArrayList<>(List.of(name, endpoint.uri().toString(), keys == null ? "" : keys.toString()));
        arguments.addAll(rules.forOneRun());
        Path folder = rules.recordings;
        if (folder == null) {
            return Child.start(Run.class, rules.heap, arguments);
        }
        Files.createDirectories(folder);
        return Child.recorded(folder.resolve(name + '-' + round + ".jfr"), Run.class, rules.heap, arguments);
    }
}

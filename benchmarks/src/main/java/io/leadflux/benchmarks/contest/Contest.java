package io.leadflux.benchmarks.contest;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** All rounds of all contestants, each run in a process of its own, in turn. */
public final class Contest {

    private static final Duration GRACE = Duration.ofMinutes(3);

    private final Rules rules;
    private final PrintStream output;

    /**
     * A contest that has not begun.
     *
     * @param output takes the progress and the table
     */
    public Contest(Rules rules, PrintStream output) {
        this.rules = rules;
        this.output = output;
    }

    /** Runs everything, prints the table, writes the JSON if that is asked for, and gives the figures by round. */
    public List<List<Figures>> run() throws IOException, InterruptedException {
        List<List<Figures>> rounds = new ArrayList<>();
        Path folder = Files.createTempDirectory("contest");
        Path keys = folder.resolve("keys.p12");
        if (rules.tls()) {
            Keys.create(keys);
        }
        try (Child endpoint = Child.endpoint(rules.tls() ? List.of(keys.toString()) : List.of())) {
            String scheme = rules.tls() ? "https" : "http";
            URI uri = URI.create(scheme + "://127.0.0.1:" + endpoint.readLine() + "/v1/event");
            for (int round = 1; round <= rules.rounds(); round++) {
                rounds.add(round(round, uri, rules.tls() ? keys.toString() : ""));
            }
        } finally {
            Files.deleteIfExists(keys);
            Files.delete(folder);
        }
        new Table(rounds).print(output);
        Path out = rules.out();
        if (out != null) {
            JsonMapper.shared()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(out, new Report(Machine.here(), rules.concurrency(), rules.tls(), rounds));
        }
        return rounds;
    }

    private List<Figures> round(int round, URI uri, String keys) throws IOException, InterruptedException {
        List<Figures> all = new ArrayList<>();
        for (String name : Roster.names()) {
            if (rules.admits(name)) {
                Figures figures = run(round, name, uri, keys);
                output.println("round " + round + ": " + figures);
                all.add(figures);
            }
        }
        return all;
    }

    private Figures run(int round, String name, URI uri, String keys) throws IOException, InterruptedException {
        Duration longest = rules.warmup()
                .plus(rules.measure())
                .plus(rules.paced().multipliedBy(2))
                .plus(GRACE);
        Path folder = rules.recordings();
        Path recording = folder == null ? null : folder.resolve(name + '-' + round + ".jfr");
        try (Child child = Child.run(recording, name, uri, keys, rules)) {
            child.endAfter(longest);
            for (String line = child.readLine(); line != null; line = child.readLine()) {
                if (line.startsWith(Run.FIGURES)) {
                    return JsonMapper.shared().readValue(line.substring(Run.FIGURES.length()), Figures.class);
                }
            }
            return Figures.failed(name, "the process ended without figures");
        }
    }
}

package io.leadflux.examples;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** One run of a command within the test's JVM. */
record Run(int exitCode, String out, String err) {

    static final String KEY = "test-key-1";

    static {
        QuietLogging.install();
    }

    /** A run with a key in the environment, nothing on stdin, and no terminal. */
    static Run of(String... args) {
        return in(surroundings(new ByteArrayInputStream(new byte[0]), Map.of(ApiKeys.VARIABLE, KEY)), args);
    }

    static Run in(Surroundings surroundings, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine(surroundings);
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        int exitCode = command.execute(args);
        return new Run(exitCode, out.toString(), err.toString());
    }

    static Surroundings surroundings(InputStream in, Map<String, String> environment) {
        return surroundings(in, environment, (stop, patience) -> () -> {});
    }

    static Surroundings surroundings(InputStream in, Map<String, String> environment, StopSignal stopSignal) {
        return new Surroundings(in, Terminal.NONE, environment::get, stopSignal);
    }
}

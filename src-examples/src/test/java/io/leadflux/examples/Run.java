package io.leadflux.examples;

import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.examples.terminal.QuietLogging;
import io.leadflux.examples.terminal.StopSignal;
import io.leadflux.examples.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** One run of a command in the test's JVM. */
public record Run(int exitCode, String out, String err) {

    /** The key in the environment. */
    public static final String KEY = "test-key-1";

    static {
        QuietLogging.install();
    }

    /** A run with a key in the environment, nothing on stdin, and no terminal. */
    public static Run of(String... args) {
        return in(context(new ByteArrayInputStream(new byte[0]), Map.of(ApiKeys.VARIABLE, KEY)), args);
    }

    /** A run in that context. */
    public static Run in(CommandContext context, String... args) {
        return in(context, new StringWriter(), args);
    }

    /** A run in that context; the caller can read its stderr meanwhile. */
    public static Run in(CommandContext context, StringWriter err, String... args) {
        StringWriter out = new StringWriter();
        CommandLine command = Main.commandLine(context);
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        int exitCode = command.execute(args);
        return new Run(exitCode, out.toString(), err.toString());
    }

    public static CommandContext context(InputStream in, Map<String, String> environment) {
        return context(in, environment, (stop, timeout) -> () -> {});
    }

    public static CommandContext context(InputStream in, Map<String, String> environment, StopSignal stopSignal) {
        return new CommandContext(in, Terminal.NONE, environment::get, stopSignal);
    }
}

package io.leadflux.examples;

import io.leadflux.examples.emulator.EmulatorCommand;
import io.leadflux.examples.quickstart.QuickStartCommand;
import io.leadflux.examples.replay.ReplayCommand;
import io.leadflux.examples.sample.GenerateCommand;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.examples.terminal.QuietLogging;
import io.leadflux.examples.web.WebCommand;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands of the runnable jar. */
@Command(
        name = "leadflux-examples",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Shows the Leadflux client at work.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickStartCommand.class,
            WebCommand.class,
            EmulatorCommand.class,
            ReplayCommand.class,
            GenerateCommand.class
        })
public final class Main {

    private Main() {}

    /** Runs the command that the arguments name, then ends the JVM with its exit code. */
    public static void main(String[] args) {
        QuietLogging.install();
        System.exit(commandLine(CommandContext.ofProcess()).execute(args));
    }

    /** All commands, in that context. */
    static CommandLine commandLine(CommandContext context) {
        return new CommandLine(new Main(), factory(context))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::giveUp);
    }

    private static IFactory factory(CommandContext context) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                boolean takesContext = Stream.of(type.getDeclaredConstructors())
                        .anyMatch(constructor ->
                                List.of(constructor.getParameterTypes()).contains(CommandContext.class));
                return takesContext
                        ? type.getDeclaredConstructor(CommandContext.class).newInstance(context)
                        : CommandLine.defaultFactory().create(type);
            }
        };
    }

    private static int refuse(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(wrong.getMessage() + ". See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCode.USAGE;
    }

    private static int giveUp(Exception failure, CommandLine command, ParseResult parsed) {
        String message =
                failure instanceof CannotRunException ? failure.getMessage() : "Unexpected failure: " + failure;
        command.getErr().println(message);
        command.getErr().flush();
        return ExitCode.USAGE;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"leadflux-examples " + (version == null ? "(not from a jar)" : version)};
        }
    }
}

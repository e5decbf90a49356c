package io.leadflux.examples.terminal;

import java.io.InputStream;

/**
 * The input and environment of a command.
 *
 * @param in stdin
 * @param terminal which outputs are terminals
 * @param environment the environment variables
 * @param stopSignal tells the command to stop
 */
public record CommandContext(InputStream in, Terminal terminal, Environment environment, StopSignal stopSignal) {

    /** The context of this process. */
    public static CommandContext ofProcess() {
        return new CommandContext(System.in, Terminal.detect(), System::getenv, StopSignal.ofJvm());
    }
}

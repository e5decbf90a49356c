package io.leadflux.examples.terminal;

import java.io.InputStream;

/**
 * What a command finds around it.
 *
 * @param in stdin
 * @param terminal which outputs a person is looking at
 * @param environment gives an environment variable, or null
 * @param stopSignal how it is told to end
 */
public record CommandContext(InputStream in, Terminal terminal, Environment environment, StopSignal stopSignal) {

    /** Those of this process. */
    public static CommandContext ofProcess() {
        return new CommandContext(System.in, Terminal.detect(), System::getenv, StopSignal.ofJvm());
    }
}

package io.leadflux.examples.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which of the two output streams are terminals.
 *
 * @param out whether stdout is a terminal
 * @param err whether stderr is a terminal
 */
public record Terminal(boolean out, boolean err) {

    /** Neither is a terminal. */
    public static final Terminal NONE = new Terminal(false, false);

    /** The terminals of this process. */
    public static Terminal detect() {
        return new Terminal(isTerminal(1), isTerminal(2));
    }

    // The JDK only knows about stdin and stdout together, and since JDK 22 it always says yes. So ask the system.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (Files.isSymbolicLink(link)) {
            try {
                String target = Files.readSymbolicLink(link).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException unreadable) {
                return false;
            }
        }
        return Runtime.version().feature() < 22 && System.console() != null;
    }
}

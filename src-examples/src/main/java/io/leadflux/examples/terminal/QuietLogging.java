package io.leadflux.examples.terminal;

import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import reactor.util.Loggers;

/** Keeps the libraries' logging off stdout, and everything below a warning off stderr. */
public final class QuietLogging {

    // Strong references: the JDK holds loggers weakly, and a collected logger loses its level.
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger CONNECTIONS = Logger.getLogger("reactor.netty");
    private static final Logger LOSSES = Logger.getLogger("io.leadflux.reactor.delivery.LossLog");

    private QuietLogging() {}

    /** Applies to the whole JVM. Call it before any other class of Reactor or Netty is used. */
    public static void install() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %3$s: %5$s%6$s%n");
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        Handler stderr = new ConsoleHandler();
        stderr.setLevel(Level.WARNING);
        ROOT.addHandler(stderr);
        ROOT.setLevel(Level.WARNING);
        // A lost connection becomes a result or a retry, so it needs no stack trace.
        CONNECTIONS.setLevel(Level.SEVERE);
        // Every command reports by itself what was not accepted.
        LOSSES.setLevel(Level.OFF);
        Loggers.useJdkLoggers();
    }
}

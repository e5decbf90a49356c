package io.leadflux.reactor.wire;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that is logged under a name while it is open, at the finest level, with stack traces. */
final class CapturedLogs extends Handler implements AutoCloseable {

    private final Logger logger;
    private final Level before;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    CapturedLogs(String name, Level level) {
        logger = Logger.getLogger(name);
        before = logger.getLevel();
        logger.setLevel(level);
        setLevel(Level.ALL);
        logger.addHandler(this);
    }

    Queue<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord entry) {
        StringWriter line = new StringWriter();
        line.append(entry.getLoggerName()).append(' ').append(format(entry));
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(line));
        }
        lines.add(line.toString());
    }

    private static String format(LogRecord entry) {
        Object[] parameters = entry.getParameters();
        return parameters == null ? entry.getMessage() : MessageFormat.format(entry.getMessage(), parameters);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(before);
    }
}

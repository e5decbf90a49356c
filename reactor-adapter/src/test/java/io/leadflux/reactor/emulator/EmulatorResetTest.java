package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.reactor.Watchdog;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that goes away is everyday life; the emulator's log says nothing about it above DEBUG. */
class EmulatorResetTest {

    private final Logger reactor = Logger.getLogger("reactor");
    private final Level levelBefore = reactor.getLevel();
    private final Queue<String> logged = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() > Level.FINE.intValue()) {
                logged.add(line.getLevel() + " " + line.getLoggerName() + ": " + line.getMessage() + " "
                        + line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final EndpointEmulator emulator = EndpointEmulator.builder().start();

    @BeforeEach
    void capture() {
        reactor.setLevel(Level.INFO);
        reactor.addHandler(handler);
    }

    @AfterEach
    void stop() {
        emulator.disposeNow();
        reactor.removeHandler(handler);
        reactor.setLevel(levelBefore);
    }

    @Test
    void reset_inTheBody() throws IOException {
        new RawConnection(emulator).send(RawConnection.head(1_000) + "{").reset();

        assertQuiet(1);
    }

    @Test
    void reset_beforeTheResponse() throws IOException {
        emulator.script().always(Response.silence());
        new RawConnection(emulator).send(RawConnection.head(2) + "{}").reset();

        assertQuiet(1);
    }

    @Test
    void reset_betweenRequests() throws IOException {
        RawConnection connection = new RawConnection(emulator).send(RawConnection.head(2) + "{}");
        assertThat(connection.response()).startsWith("HTTP/1.1 400");
        connection.reset();

        assertQuiet(1);
    }

    @Test
    void closed_inTheBody() throws IOException {
        new RawConnection(emulator).send(RawConnection.head(1_000) + "{").close();

        assertQuiet(1);
    }

    @Test
    void reset_byTheEmulator() throws IOException {
        emulator.script().next(Response.reset());
        RawConnection connection = new RawConnection(emulator).send(RawConnection.head(2) + "{}");
        assertThatThrownBy(() -> {
                    if (connection.response().isEmpty()) {
                        throw new IOException("closed");
                    }
                })
                .isInstanceOf(IOException.class);

        assertQuiet(1);
    }

    private void assertQuiet(int requests) {
        long end = System.nanoTime() + Watchdog.LIMIT.toNanos();
        while (System.nanoTime() - end < 0 && (emulator.requests() < requests || emulator.activeRequests() > 0)) {
            Thread.onSpinWait();
        }
        emulator.disposeNow();
        assertThat(logged).isEmpty();
    }
}

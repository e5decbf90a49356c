package io.leadflux.reactor.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** What Reactor Netty logs for itself when someone turns its DEBUG on. It shows the URI, and in it the pixel id. */
final class DebugLogTest {

    private static final String KEY = "the-key-that-nobody-sees";

    @Test
    void debug_ofReactorNetty_holdsNoKey() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("reactor.netty.http.client");
        Level before = logger.getLevel();
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
        EndpointEmulator emulator = EndpointEmulator.builder().apiKey(KEY).start();
        try {
            BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
            accumulator.add(Events.valid(0));
            HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID)
                    .endpoint(emulator.uri())
                    .build()
                    .send(accumulator.seal(), KEY)
                    .block(Watchdog.LIMIT);
        } finally {
            emulator.disposeNow();
            logger.removeHandler(handler);
            logger.setLevel(before);
        }
        assertThat(emulator.ledger().accepted()).isOne();
        assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(KEY));
    }
}

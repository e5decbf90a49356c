package io.leadflux.examples.replay;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.validation.Violation;
import java.util.List;

/**
 * Records which lines were not accepted. Thread-safe. Every call may block, so call it on a thread that may, and
 * throws {@link CannotRunException} when nothing more can be recorded.
 */
public interface Rejects extends AutoCloseable {

    /** A line that is not an event or, in a dry run, not a valid one. */
    void invalid(long line, List<Violation> violations);

    /** An event that ended with any outcome but accepted. */
    void failed(long line, DeliveryResult result);

    @Override
    void close();

    /** Records nothing. */
    static Rejects none() {
        return new Rejects() {
            @Override
            public void invalid(long line, List<Violation> violations) {}

            @Override
            public void failed(long line, DeliveryResult result) {}

            @Override
            public void close() {}
        };
    }

    /** Passes everything to both; to the second also when the first throws. */
    static Rejects both(Rejects first, Rejects second) {
        return new Rejects() {
            @Override
            public void invalid(long line, List<Violation> violations) {
                try {
                    first.invalid(line, violations);
                } finally {
                    second.invalid(line, violations);
                }
            }

            @Override
            public void failed(long line, DeliveryResult result) {
                try {
                    first.failed(line, result);
                } finally {
                    second.failed(line, result);
                }
            }

            @Override
            public void close() {
                try {
                    first.close();
                } finally {
                    second.close();
                }
            }
        };
    }
}

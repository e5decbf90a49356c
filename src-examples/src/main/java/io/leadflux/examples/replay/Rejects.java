package io.leadflux.examples.replay;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.validation.Violation;
import java.util.List;

/**
 * Takes down which lines were not accepted. Thread-safe; every call may block, so calls belong on threads that may, and
 * throws {@link CannotRunException} when nothing more can be taken down.
 */
public interface Rejects extends AutoCloseable {

    /** A line that is no event, or with a dry run no valid one. */
    void invalid(long line, List<Violation> violations);

    /** An event that the client answered for with anything but accepted. */
    void failed(long line, DeliveryResult result);

    @Override
    void close();

    /** Takes nothing down. */
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

    /** Tells both; the second also when the first throws. */
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

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
    void invalid(Place place, List<Violation> violations);

    /** An event that ended with any outcome but accepted. */
    void failed(Place place, DeliveryResult result);

    @Override
    void close();

    /** Records nothing. */
    static Rejects none() {
        return new Rejects() {
            @Override
            public void invalid(Place place, List<Violation> violations) {}

            @Override
            public void failed(Place place, DeliveryResult result) {}

            @Override
            public void close() {}
        };
    }

    /** Passes everything to both; to the second also when the first throws. */
    static Rejects both(Rejects first, Rejects second) {
        return new Rejects() {
            @Override
            public void invalid(Place place, List<Violation> violations) {
                try {
                    first.invalid(place, violations);
                } finally {
                    second.invalid(place, violations);
                }
            }

            @Override
            public void failed(Place place, DeliveryResult result) {
                try {
                    first.failed(place, result);
                } finally {
                    second.failed(place, result);
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

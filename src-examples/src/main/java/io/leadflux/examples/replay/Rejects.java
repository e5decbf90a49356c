package io.leadflux.examples.replay;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.validation.Violation;
import java.util.List;

/** Takes down why lines were not accepted. Thread-safe; every call may block, so calls belong on threads that may. */
public interface Rejects extends AutoCloseable {

    /** A line that was never sent. */
    void invalid(long line, List<Violation> violations);

    /** A line that was sent, or should have been, in vain. */
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
}

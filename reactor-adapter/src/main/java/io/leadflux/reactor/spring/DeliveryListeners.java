package io.leadflux.reactor.spring;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.SendResult;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls several listeners. When one throws, the others are called nevertheless, and the first failure follows. */
record DeliveryListeners(List<DeliveryListener> listeners) implements DeliveryListener {

    @Override
    public void requestStarted(int events, Duration waited, int attempt) {
        each(listener -> listener.requestStarted(events, waited, attempt));
    }

    @Override
    public void requestEnded(int events, SendResult result, Duration took) {
        each(listener -> listener.requestEnded(events, result, took));
    }

    @Override
    public void eventEnded(DeliveryResult result, Duration took) {
        each(listener -> listener.eventEnded(result, took));
    }

    private void each(Consumer<DeliveryListener> call) {
        RuntimeException first = null;
        for (DeliveryListener listener : listeners) {
            first = failure(first, listener, call);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException failure(
            @Nullable RuntimeException first, DeliveryListener listener, Consumer<DeliveryListener> call) {
        try {
            call.accept(listener);
            return first;
        } catch (RuntimeException e) {
            return first == null ? e : first;
        }
    }
}

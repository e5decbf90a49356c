package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import java.time.Duration;

/** Keeps what a user's listener throws away from the engine; it is counted. */
final class GuardedListener implements DeliveryListener {

    private final DeliveryListener listener;
    private final Callbacks callbacks;

    GuardedListener(DeliveryListener listener, Callbacks callbacks) {
        this.listener = listener;
        this.callbacks = callbacks;
    }

    @Override
    public void requestStarted(int events, Duration waited, int attempt) {
        guard(() -> listener.requestStarted(events, waited, attempt));
    }

    @Override
    public void requestEnded(int events, SendResult result, Duration took) {
        guard(() -> listener.requestEnded(events, result, took));
    }

    @Override
    public void eventEnded(DeliveryResult result, Duration took) {
        guard(() -> listener.eventEnded(result, took));
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable broken) {
            callbacks.failed(broken);
        }
    }
}

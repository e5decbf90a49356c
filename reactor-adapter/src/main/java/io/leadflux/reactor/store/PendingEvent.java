package io.leadflux.reactor.store;

import java.util.concurrent.CompletableFuture;

/** An event that waits to be written, and who waits for it. */
final class PendingEvent {

    final NewEvent event;
    /** Whether the caller keeps the event and says what becomes of it. */
    final boolean held;

    final CompletableFuture<Long> stored = new CompletableFuture<>();
    /** Given by the writer. */
    long number;

    PendingEvent(NewEvent event, boolean held) {
        this.event = event;
        this.held = held;
    }
}

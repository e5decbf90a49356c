package io.leadflux.reactor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Sinks;

/**
 * Counts the events of a pipeline that have no result yet, apart for the time before and after each flush, so that a flush
 * is over when all that came before it has its result, whatever has come since. Belongs to the pipeline's drain loop.
 */
final class FlushTracker {

    private static final class Epoch {
        private long pending;
        private final List<Sinks.Empty<Void>> waiting = new ArrayList<>(0);
    }

    private final ArrayDeque<Epoch> epochs = new ArrayDeque<>();
    private final List<Sinks.Empty<Void>> reached = new ArrayList<>(0);
    private int first;
    private long pending;

    FlushTracker() {
        epochs.add(new Epoch());
    }

    /** The epoch of now. */
    int current() {
        return first + epochs.size() - 1;
    }

    void taken() {
        epochs.getLast().pending++;
        pending++;
    }

    long pending() {
        return pending;
    }

    void completed(int epoch, int events) {
        pending -= events;
        if (epoch == current()) {
            epochs.getLast().pending -= events;
            return;
        }
        int skip = epoch - first;
        for (Epoch candidate : epochs) {
            if (skip-- == 0) {
                candidate.pending -= events;
                break;
            }
        }
        completeOld();
    }

    /** Begins a new epoch; {@code done} is announced when everything before it has its result. */
    void flush(Sinks.Empty<Void> done) {
        epochs.getLast().waiting.add(done);
        epochs.add(new Epoch());
        completeOld();
    }

    private void completeOld() {
        while (epochs.size() > 1 && epochs.getFirst().pending == 0) {
            reached.addAll(epochs.removeFirst().waiting);
            first++;
        }
    }

    /** Completes the flushes that are over; to be called when the results that ended them have been handed on. */
    void announce() {
        if (!reached.isEmpty()) {
            List<Sinks.Empty<Void>> over = List.copyOf(reached);
            reached.clear();
            over.forEach(Sinks.Empty::tryEmitEmpty);
        }
    }
}

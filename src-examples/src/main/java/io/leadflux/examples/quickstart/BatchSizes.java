package io.leadflux.examples.quickstart;

import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Looks over a sender's shoulder: how many events each POST carried. Thread-safe. */
final class BatchSizes implements EventSender {

    private final EventSender sender;
    private final List<Integer> sizes = new ArrayList<>();

    BatchSizes(EventSender sender) {
        this.sender = sender;
    }

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.defer(() -> {
            note(batch.size());
            return sender.send(batch, apiKey);
        });
    }

    private synchronized void note(int size) {
        sizes.add(size);
    }

    /** The sizes so far, in the order of the POSTs. */
    synchronized List<Integer> seen() {
        return List.copyOf(sizes);
    }

    @Override
    public Mono<Void> disposeLater() {
        return sender.disposeLater();
    }
}

package io.leadflux.examples.quickstart;

import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Records how many events each request of a sender carries. Thread-safe. */
final class BatchSizes implements EventSender {

    private final EventSender sender;
    private final List<Integer> sizes = new ArrayList<>();

    BatchSizes(EventSender sender) {
        this.sender = sender;
    }

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.defer(() -> {
            record(batch.size());
            return sender.send(batch, apiKey);
        });
    }

    private synchronized void record(int size) {
        sizes.add(size);
    }

    /** The sizes so far, in the order of the requests. */
    synchronized List<Integer> seen() {
        return List.copyOf(sizes);
    }

    @Override
    public Mono<Void> disposeLater() {
        return sender.disposeLater();
    }
}

package io.leadflux.reactor.spring;

import io.leadflux.batch.EventBatch;
import io.leadflux.event.EventName;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Sends nothing, and has every batch accepted; in a dry run it logs what it would have sent. */
final class IdleSender implements EventSender {

    /** What the client is given as its key, since nothing is asked for a real one. */
    static final String KEY = "no-key";

    private static final Logger LOG = Loggers.getLogger(IdleSender.class);
    private static final int OK = 200;

    private final boolean logging;

    private IdleSender(boolean logging) {
        this.logging = logging;
    }

    static IdleSender of(Mode mode) {
        return new IdleSender(mode == Mode.DRY_RUN);
    }

    @Override
    public Mono<SendResult> send(EventBatch batch, String apiKey) {
        return Mono.fromSupplier(() -> {
            if (logging) {
                log(batch);
            }
            return SendResult.ofStatus(OK);
        });
    }

    /** Numbers alone: nothing about a person. */
    private static void log(EventBatch batch) {
        long leads = batch.events().stream()
                .filter(event -> event.name() == EventName.GENERATE_LEAD)
                .count();
        LOG.info(
                "Dry run: a request with {} generate_lead and {} page_view in {} bytes would be sent",
                leads,
                batch.size() - leads,
                batch.bodyLength());
    }
}

package io.leadflux.examples.web;

import io.leadflux.event.EventName;
import io.leadflux.examples.Watchdog;
import io.leadflux.reactor.emulator.Ledger;
import io.leadflux.reactor.emulator.ReceivedEvent;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;

/** The events of one ad click that the emulated endpoint accepted. */
record Received(Ledger ledger, String aleid) {

    static Received of(Site site, String aleid) {
        return new Received(site.emulated().orElseThrow().ledger(), aleid);
    }

    List<ReceivedEvent> events() {
        return ledger.recentEvents().stream()
                .filter(event -> event.json().contains("\"aleid\":\"" + aleid + '"'))
                .toList();
    }

    List<EventName> names() {
        return events().stream().map(ReceivedEvent::name).toList();
    }

    /** Waits until there are that many events. */
    Received await(int events) {
        Flux.interval(Duration.ofMillis(20))
                .onBackpressureDrop()
                .filter(tick -> events().size() >= events)
                .blockFirst(Watchdog.LIMIT);
        return this;
    }
}

package io.leadflux.examples.web.operations;

import io.leadflux.reactor.emulator.ReceivedEvent;
import io.leadflux.reactor.emulator.Response;
import io.leadflux.reactor.emulator.Script;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** The faults of the endpoint that the operations page offers. */
enum EndpointFault {
    NONE("Mend it", "The endpoint works."),
    OVERLOADED("503", "Every request gets 503 with Retry-After: 1.") {
        @Override
        void script(Script script) {
            script.always(Response.status(503).withRetryAfter(1));
        }
    },
    KEY_REVOKED("401", "The key is revoked: every request gets 401 until the site has the new one.") {
        @Override
        boolean changesKey() {
            return true;
        }
    },
    BAD_EVENT("400", "The next event is refused for good, and so is every batch that contains it.") {
        @Override
        void script(Script script) {
            script.rejectEvents(theFirst());
        }
    },
    SLOW("Slow", "Every response takes two seconds.") {
        @Override
        void script(Script script) {
            script.always(Response.process().withDelay(Duration.ofSeconds(2)));
        }
    },
    DOWN("Down", "The port is closed and every connection is cut.") {
        @Override
        boolean closesPort() {
            return true;
        }
    };

    final String label;
    final String description;

    EndpointFault(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** Writes the fault into a script that has no rules. */
    void script(Script script) {}

    boolean changesKey() {
        return false;
    }

    boolean closesPort() {
        return false;
    }

    private static Predicate<ReceivedEvent> theFirst() {
        AtomicReference<String> badId = new AtomicReference<>("");
        return event -> {
            String id = String.valueOf(event.dedupeId());
            return id.equals(badId.updateAndGet(first -> first.isEmpty() ? id : first));
        };
    }
}

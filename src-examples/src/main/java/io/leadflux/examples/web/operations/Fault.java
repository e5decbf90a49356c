package io.leadflux.examples.web.operations;

import io.leadflux.reactor.emulator.ReceivedEvent;
import io.leadflux.reactor.emulator.Response;
import io.leadflux.reactor.emulator.Script;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** What can go wrong with the endpoint. */
enum Fault {
    NONE("Mend it", "The endpoint does what it should."),
    OVERLOADED("503", "Every request is answered 503 with Retry-After: 1.") {
        @Override
        void teach(Script script) {
            script.always(Response.status(503).withRetryAfter(1));
        }
    },
    KEY_REVOKED("401", "The key is revoked: every request is answered 401 until the site has the new one.") {
        @Override
        boolean takesNewKey() {
            return true;
        }
    },
    BAD_EVENT("400", "The next event that comes is refused for good, and every batch that holds it.") {
        @Override
        void teach(Script script) {
            script.rejectEvents(theFirst());
        }
    },
    SLOW("Slow", "Every answer takes two seconds.") {
        @Override
        void teach(Script script) {
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

    Fault(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /** Has a script without rules do it. */
    void teach(Script script) {}

    boolean takesNewKey() {
        return false;
    }

    boolean closesPort() {
        return false;
    }

    private static Predicate<ReceivedEvent> theFirst() {
        AtomicReference<String> culprit = new AtomicReference<>("");
        return event -> {
            String id = String.valueOf(event.dedupeId());
            return id.equals(culprit.updateAndGet(first -> first.isEmpty() ? id : first));
        };
    }
}

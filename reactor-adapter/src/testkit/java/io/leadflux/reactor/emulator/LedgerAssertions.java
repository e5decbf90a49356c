package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.EventName;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a test expects of a {@link Ledger}. Each expectation waits until it is met, for 30 seconds at most, since events
 * are sent a moment after they were emitted; {@link #within} sets another time. It fails with an {@link AssertionError}
 * that shows the figures and the ids of what came, and nothing of a person.
 *
 * <p>To show that something did <em>not</em> happen, first await what did, or flush the client.
 */
public final class LedgerAssertions {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Duration within;

    private LedgerAssertions(Ledger ledger, Duration within) {
        this.ledger = ledger;
        this.within = within;
    }

    static LedgerAssertions of(Ledger ledger) {
        return new LedgerAssertions(requireNonNull(ledger, "ledger"), PATIENCE);
    }

    /** The same expectations with another time to be met, from 0. */
    public LedgerAssertions within(Duration patience) {
        return new LedgerAssertions(ledger, requireNonNull(patience, "patience"));
    }

    /** So many events of that name have been accepted, no more. */
    public LedgerAssertions hasAccepted(EventName name, long events) {
        return require(events + " accepted " + name, now -> now.accepted(name) == events);
    }

    /** So many events have been accepted, no more. */
    public LedgerAssertions hasAccepted(long events) {
        return require(events + " accepted events", now -> now.accepted() == events);
    }

    /** The event with this id has been accepted, and counted once. */
    public LedgerAssertions hasAcceptedOnce(String dedupeId) {
        return require("one acceptance of the given dedupe_id", now -> now.acceptances(dedupeId) == 1);
    }

    /** An event that was accepted lately satisfies {@code condition}; see {@link ReceivedEvent#json}. */
    public LedgerAssertions hasEvent(String description, Predicate<? super ReceivedEvent> condition) {
        return require(
                "an accepted event: " + description,
                now -> now.recentEvents().stream().anyMatch(condition));
    }

    /** No request has been refused. */
    public LedgerAssertions hasRefusedNothing() {
        return require("no refused event", now -> now.refused() == 0);
    }

    /** So many requests have got this status, no more. */
    public LedgerAssertions hasResponded(int status, long requests) {
        return require(requests + " responses " + status, now -> now.posts(status) == requests);
    }

    private LedgerAssertions require(String expected, Predicate<Ledger> condition) {
        if (!ledger.await(condition, within)) {
            throw new AssertionError("expected " + expected + " within " + within + ", but there is " + ledger
                    + "; accepted lately: " + events() + "; refused lately: " + ledger.recentRejections());
        }
        return this;
    }

    private List<String> events() {
        return ledger.recentEvents().stream().map(ReceivedEvent::toString).collect(Collectors.toList());
    }
}

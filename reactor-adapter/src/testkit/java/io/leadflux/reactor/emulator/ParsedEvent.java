package io.leadflux.reactor.emulator;

import io.leadflux.event.EventName;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the ledger needs to know of one event, and where its bytes are in the body. */
final class ParsedEvent {

    @Nullable
    EventName name;

    boolean hasId;
    long idHash;
    int idCheck;

    @Nullable
    String dedupeId;

    int start;
    int end;

    /** The event as a value; only for an event that passed every rule. */
    ReceivedEvent toReceived(byte[] body) {
        EventName known = name == null ? EventName.PAGE_VIEW : name;
        return new ReceivedEvent(known, dedupeId, Arrays.copyOfRange(body, start, end));
    }
}

package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running emulator does next: one-off responses first, in order, then the standing rule. Without a script it
 * processes requests.
 *
 * <p>A response is chosen when the last byte of the request has arrived, so one-off responses go to requests in the
 * order in which they complete. {@code GET /ledger} takes none. Thread-safe. Functions given here run on the event loop
 * and must not block; if one throws, the response is a 500.
 */
public final class Script {

    private static final Response UNSCRIPTED = Response.process();

    private final Queue<Response> oneOffs = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Function<? super RecordedRequest, Response> standing;
    private volatile @Nullable Predicate<? super ReceivedEvent> rejected;
    private volatile String key;

    Script(String key) {
        this.key = key;
    }

    /** Appends responses, one for each of the next requests. */
    public Script next(Response... responses) {
        for (Response response : responses) {
            oneOffs.add(requireNonNull(response, "response"));
        }
        return this;
    }

    /** Appends the same response for the next {@code count} requests, from 0 to 1,000,000. */
    public Script next(int count, Response response) {
        Bounds.require("count", count, 0, 1_000_000);
        for (int i = 0; i < count; i++) {
            next(response);
        }
        return this;
    }

    /** Responds to every request for which there is no one-off response. Replaces the former rule. */
    public Script always(Response response) {
        requireNonNull(response, "response");
        return rule(request -> response);
    }

    /** Chooses the response to every request for which there is no one-off response. Replaces the former rule. */
    public Script rule(Function<? super RecordedRequest, Response> standing) {
        this.standing = requireNonNull(standing, "standing");
        return this;
    }

    /** Rejects with 400, as the provider would, each batch that holds such an event. Replaces the former predicate. */
    public Script rejectEvents(Predicate<? super ReceivedEvent> rejected) {
        this.rejected = requireNonNull(rejected, "rejected");
        return this;
    }

    /** Accepts this API key from now on and no other: key rotation. */
    public Script acceptKey(String key) {
        this.key = EndpointEmulator.notBlank("key", key);
        return this;
    }

    /** Drops the one-off responses, the standing rule and the rejected events; the key stays. */
    public Script clear() {
        oneOffs.clear();
        standing = null;
        rejected = null;
        return this;
    }

    /** One-off responses that have not been used yet. */
    public int pending() {
        return oneOffs.size();
    }

    Response nextFor(Supplier<RecordedRequest> request) {
        Response oneOff = oneOffs.poll();
        if (oneOff != null) {
            return oneOff;
        }
        Function<? super RecordedRequest, Response> rule = standing;
        return rule == null ? UNSCRIPTED : requireNonNull(rule.apply(request.get()), "response of the standing rule");
    }

    boolean hasRule() {
        return standing != null;
    }

    @Nullable
    Predicate<? super ReceivedEvent> rejected() {
        return rejected;
    }

    boolean accepts(String offeredKey) {
        return offeredKey.equals(key);
    }

    /** Numbers only; the key never prints. */
    @Override
    public String toString() {
        return "Script{pending=" + pending() + ", rule=" + (standing != null) + ", key=REDACTED}";
    }
}

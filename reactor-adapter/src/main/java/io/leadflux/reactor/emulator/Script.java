package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a running emulator does next: one-off answers first, in order, then the standing rule; unscripted, it processes.
 *
 * <p>An answer is taken when the request's last byte has arrived, so one-off answers go to requests in the order in which
 * they complete. {@code GET /ledger} takes none. Thread-safe; functions given here run on the event loop and must not
 * block; one that throws makes a 500.
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

    /** Appends answers, one for each of the next requests. */
    public Script next(Response... answers) {
        for (Response answer : answers) {
            oneOffs.add(requireNonNull(answer, "answer"));
        }
        return this;
    }

    /** Appends the same answer for the next {@code count} requests. */
    public Script next(int count, Response answer) {
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative, was " + count);
        }
        for (int i = 0; i < count; i++) {
            next(answer);
        }
        return this;
    }

    /** Answers every request that no one-off answer is there for, in place of the former rule. */
    public Script always(Response answer) {
        requireNonNull(answer, "answer");
        return rule(request -> answer);
    }

    /** Chooses the answer of every request that no one-off answer is there for, in place of the former rule. */
    public Script rule(Function<? super RecordedRequest, Response> standing) {
        this.standing = requireNonNull(standing, "standing");
        return this;
    }

    /** Refuses with 400, as the provider would, each batch that holds an event of this kind; in place of the former. */
    public Script rejectEvents(Predicate<? super ReceivedEvent> rejected) {
        this.rejected = requireNonNull(rejected, "rejected");
        return this;
    }

    /** Takes this API key from now on and no other: key rotation. */
    public Script acceptKey(String key) {
        this.key = EndpointEmulator.notBlank("key", key);
        return this;
    }

    /** Drops the one-off answers, the standing rule and the rejected events; the key stays. */
    public Script clear() {
        oneOffs.clear();
        standing = null;
        rejected = null;
        return this;
    }

    /** One-off answers that nobody has had yet. */
    public int pending() {
        return oneOffs.size();
    }

    Response answer(Supplier<RecordedRequest> request) {
        Response oneOff = oneOffs.poll();
        if (oneOff != null) {
            return oneOff;
        }
        Function<? super RecordedRequest, Response> rule = standing;
        return rule == null ? UNSCRIPTED : requireNonNull(rule.apply(request.get()), "answer of the standing rule");
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

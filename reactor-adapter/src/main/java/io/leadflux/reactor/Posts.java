package io.leadflux.reactor;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The POSTs under way: begun one after another, counted, and told of to the listener. Belongs to the dispatcher. */
final class Posts {

    /** Is told, as a signal, what a POST came to. */
    interface Answered {
        void answered(Parcel parcel, String key, SendResult result);
    }

    private final EventSender sender;
    private final SignalLoop loop;
    private final Tally tally;
    private final @Nullable DeliveryListener listener;
    private final Answered answered;
    private final Set<Parcel> flying = new LinkedHashSet<>();

    /** Else a sender that answers at once would begin each POST within the one before. */
    private final SignalLoop begins;

    private volatile boolean closed;

    Posts(EventSender sender, SignalLoop loop, Tally tally, @Nullable DeliveryListener listener, Answered answered) {
        this.sender = sender;
        this.loop = loop;
        this.tally = tally;
        this.listener = listener;
        this.answered = answered;
        this.begins = loop.beside();
    }

    boolean isEmpty() {
        return flying.isEmpty();
    }

    int size() {
        return flying.size();
    }

    /** When the oldest event came in of all that is under way; {@link Long#MAX_VALUE} when nothing is. */
    long oldest() {
        return flying.stream().mapToLong(Parcel::oldest).min().orElse(Long.MAX_VALUE);
    }

    /** Begins a POST when the loop has been left. */
    void begin(Parcel parcel, String key) {
        long now = loop.now();
        boolean repeated = parcel.wasSent();
        parcel.budgeted = false;
        parcel.started(now);
        flying.add(parcel);
        tally.started(parcel.size(), repeated, parcel.isolation != null);
        tellStarted(parcel, now);
        loop.after(() -> begins.signal(() -> send(parcel, key)));
    }

    /** Not if the client was closed since the POST was decided on, which has answered for the parcel. */
    private void send(Parcel parcel, String key) {
        if (closed) {
            return;
        }
        Callbacks.answer(() -> sender.send(parcel.batch, key))
                .switchIfEmpty(Mono.fromSupplier(() -> SendResult.unanswered(new IllegalStateException("no result"))))
                .onErrorResume(broken -> Mono.just(SendResult.unanswered(broken)))
                .subscribe(result -> loop.signal(() -> answered.answered(parcel, key, result)));
    }

    /** The POST is over; false when the parcel had been given up before. */
    boolean end(Parcel parcel, SendResult result) {
        if (!flying.remove(parcel)) {
            return false;
        }
        tally.answered(parcel);
        parcel.answered(result);
        tellEnded(parcel, result);
        return true;
    }

    /** Begins no more. For any thread. */
    void close() {
        closed = true;
    }

    /** Takes what is under way out, to be given up; later answers are ignored. */
    List<Parcel> takeAll() {
        List<Parcel> all = List.copyOf(flying);
        flying.clear();
        all.forEach(tally::answered);
        all.forEach(Parcel::markUncertain);
        return all;
    }

    private void tellStarted(Parcel parcel, long now) {
        if (listener != null) {
            int attempt = parcel.attempts(0);
            Duration waited = Duration.ofNanos(now - parcel.acceptedAt[0]);
            loop.after(() -> listener.requestStarted(parcel.size(), waited, attempt));
        }
    }

    private void tellEnded(Parcel parcel, SendResult result) {
        if (listener != null) {
            Duration took = Duration.ofNanos(loop.now() - parcel.startedAt);
            loop.after(() -> listener.requestEnded(parcel.size(), result, took));
        }
    }
}

package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.BatchLimits;
import io.leadflux.batch.EventBatch;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.Timing;
import io.leadflux.validation.Range;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Gathers events into batches, each the body of one request: {@code flux.transform(BatchOperator.of(limits, linger))}.
 *
 * <p>As {@link Flux#bufferTimeout(int, Duration)}, a batch leaves when it is full, by events or by bytes, or when its first
 * event has waited for the linger time, whichever is first. Other than there:
 *
 * <ul>
 *   <li>A partial batch leaves only when its time is over <em>and</em> a batch was requested; while none is, it goes on
 *       filling. It never leaves just because demand came back. So a slow subscriber gets full batches.
 *   <li>A subscriber slower than the timer is no error: the source is asked for no more until a batch is taken.
 *   <li>Events are encoded as they come, so a batch is ready to be sent. Once it has been sent for good it may be {@linkplain
 *       EventBatch#release() released}, and the next is encoded into its memory.
 * </ul>
 *
 * <p><b>Cold:</b> each subscription subscribes to the source; nothing happens before.
 *
 * <p><b>Demand:</b> one for each batch. The source is asked for two batches full of events at first (200 by default) and for
 * as many as left, in portions of half a batch or more; so at most that many are held, demand or not.
 *
 * <p><b>Order:</b> the source's, within a batch and between batches.
 *
 * <p><b>Threads:</b> a batch is signalled on the thread that completed its condition: the source's, the scheduler's or the
 * requesting one.
 *
 * <p><b>Completion and errors:</b> what is open is emitted first, without waiting for the linger time but within the demand;
 * then the source's completion or error follows. An error of the source does not cost the events before it, as in {@link
 * ConversionClient#send} and in {@code bufferTimeout} with fair backpressure.
 *
 * <p><b>Cancel:</b> held events go to the discard hook ({@link Flux#doOnDiscard}) as single {@link ServerEvent}s.
 *
 * <p><b>Too large:</b> an event that alone exceeds {@link BatchLimits#maxBytes()} fits no batch. It leaves the stream, goes
 * to the discard hook, and the first of each subscription is logged: one bad event must not end the stream of good ones, nor
 * vanish unseen. {@link #onRejected} names a consumer for them. Behind a {@link ValidationOperator} with its default
 * bounds and the default limits there is none.
 *
 * <p>Immutable; one operator may serve any number of streams.
 */
public final class BatchOperator implements Function<Publisher<? extends ServerEvent>, Flux<EventBatch>> {

    private static final Duration LONGEST_LINGER = Duration.ofHours(1);

    final BatchLimits limits;
    final long lingerNanos;
    final Timing timing;
    final @Nullable Consumer<? super DeliveryResult> rejected;

    private BatchOperator(
            BatchLimits limits, long lingerNanos, Timing timing, @Nullable Consumer<? super DeliveryResult> rejected) {
        this.limits = limits;
        this.lingerNanos = lingerNanos;
        this.timing = timing;
        this.rejected = rejected;
    }

    /**
     * An operator with timers of {@link Schedulers#parallel()} and the machine's monotonic clock.
     *
     * @param limits how large a batch may be
     * @param linger how long the first event of a batch waits for company, from 0 to an hour; at 0 an event waits only
     *     while no batch is requested
     */
    public static BatchOperator of(BatchLimits limits, Duration linger) {
        return of(limits, linger, Timing.monotonic());
    }

    /**
     * As {@link #of(BatchLimits, Duration)}, with timers of {@code scheduler}. Reactor Test's {@code VirtualTimeScheduler} also
     * tells the time, which makes a test quick.
     */
    public static BatchOperator of(BatchLimits limits, Duration linger, Scheduler scheduler) {
        return of(limits, linger, Timing.of(requireNonNull(scheduler, "scheduler")));
    }

    static BatchOperator of(BatchLimits limits, Duration linger, Timing timing) {
        requireNonNull(limits, "limits");
        Range.require("linger", linger, Duration.ZERO, LONGEST_LINGER);
        return new BatchOperator(limits, linger.toNanos(), timing, null);
    }

    /**
     * The same operator, but events that are too large go to {@code rejected} instead of the discard hook, each as an
     * invalid result by {@link io.leadflux.validation.Rule#EVENT_TOO_LARGE}. Called by one thread at a time for each
     * subscription; must not block. When it throws, the source is cancelled, what came before is emitted, and the error
     * follows.
     */
    public BatchOperator onRejected(Consumer<? super DeliveryResult> rejected) {
        return new BatchOperator(limits, lingerNanos, timing, requireNonNull(rejected, "rejected"));
    }

    /** The batches of {@code events}; to be called by {@link Flux#transform}. */
    @Override
    public Flux<EventBatch> apply(Publisher<? extends ServerEvent> events) {
        return FluxBatch.of(Flux.from(requireNonNull(events, "events")), this);
    }
}

package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends events to AppLovin's Conversion API for restricted lead generation, and answers for each.
 *
 * <p>One client stands for one account: a pixel id, which the {@link EventSender} knows, and an API key. It is safe for use
 * by many threads, costs no thread of its own, and is meant to live as long as the application.
 *
 * <pre>{@code
 * ConversionClient client =
 *         ConversionClient.create(HttpEventSender.create(pixelId), ApiKeySupplier.of(apiKey));
 * client.send(events).filter(result -> !result.isAccepted()).subscribe(result -> log.warn("{}", result));
 * }</pre>
 *
 * <p>Each event is validated, gets a {@code dedupe_id} when it has none, and joins the open batch of its stream. A batch is
 * sealed when it holds {@link BatchLimits#maxEvents()} events or the next would exceed {@link BatchLimits#maxBytes()}, or
 * when its first event has waited for the linger time and it is its turn to be sent. Failed attempts are repeated with
 * backoff until the delivery deadline.
 */
public final class ConversionClient implements Disposable {

    final EventValidator validator;
    final BatchLimits limits;
    final long lingerNanos;
    final long deliveryTimeoutNanos;
    final int window;
    final int replenishAt;
    final Violation tooLarge;
    final Timing timing;
    final Tally tally = new Tally();
    final Dispatcher dispatcher;

    private final DedupeIds dedupeIds;

    private ConversionClient(Builder builder) {
        validator = builder.validator;
        limits = builder.limits;
        lingerNanos = builder.linger.toNanos();
        deliveryTimeoutNanos = builder.deliveryTimeout.toNanos();
        window = (builder.concurrency + 2) * limits.maxEvents();
        replenishAt = Math.max(limits.maxEvents() / 4, 1);
        tooLarge = new Violation(
                "", Rule.EVENT_TOO_LARGE, "alone exceeds the " + limits.maxBytes() + " bytes that a batch may have");
        timing = builder.scheduler == null ? Timing.monotonic(Schedulers.parallel()) : Timing.of(builder.scheduler);
        dedupeIds = new DedupeIds(builder.idRandom);
        dispatcher = new Dispatcher(builder, timing, tally);
    }

    /** A client with all defaults. */
    public static ConversionClient create(EventSender sender, ApiKeySupplier keys) {
        return builder(sender, keys).build();
    }

    /**
     * A builder with all defaults.
     *
     * @param sender carries the batches; it may be shared by many clients and is not disposed with this one
     * @param keys gives the API key
     */
    public static Builder builder(EventSender sender, ApiKeySupplier keys) {
        return new Builder(requireNonNull(sender, "sender"), requireNonNull(keys, "keys"));
    }

    /**
     * Sends the events of a stream and gives one result for each.
     *
     * <p><b>Cold:</b> each subscription subscribes to {@code events} and sends them anew.
     *
     * <p><b>Demand:</b> at most {@code (concurrency + 2) · maxEvents} events (600 by default) are between the source and the
     * subscriber at once; the source is asked for no more, and results are emitted only as they are requested. So a slow
     * provider slows the source, and a slow subscriber too; nothing overflows.
     *
     * <p><b>Order:</b> results come as they are known; an invalid event's result may overtake earlier ones.
     *
     * <p><b>Threads:</b> events are validated on the source's thread. Batches are sealed and results signalled on whichever
     * thread brought the news: the source's, the sender's (a Reactor Netty event loop), a timer's or the requesting one; so
     * the subscriber must not block.
     *
     * <p><b>Errors:</b> a failed delivery is a result, never an error. When {@code events} errs, what came before is still
     * sent and answered, and then the error follows.
     *
     * <p><b>Cancel:</b> events that are not in a POST yet are discarded and counted as closed; POSTs under way finish, their
     * results are dropped.
     */
    public Flux<DeliveryResult> send(Publisher<? extends ServerEvent> events) {
        requireNonNull(events, "events");
        return new FluxDelivery<ServerEvent, DeliveryResult>(
                this, events, Function.identity(), (event, result) -> result);
    }

    /**
     * As {@link #send(Publisher)}, for a stream of anything that an event can be made from. Each result comes with the
     * element it belongs to, so that a line can be reported or a message acknowledged.
     *
     * @param toEvent makes the event of an element, on the source's thread; when it throws, the source is cancelled, what
     *     came before is answered, and the error follows
     */
    public <T> Flux<CorrelatedResult<T>> send(Publisher<? extends T> source, Function<? super T, ServerEvent> toEvent) {
        requireNonNull(source, "source");
        requireNonNull(toEvent, "toEvent");
        return new FluxDelivery<T, CorrelatedResult<T>>(this, source, toEvent, CorrelatedResult::new);
    }

    /** What this client has done so far; safe to call at any time from any thread. */
    public ClientStats stats() {
        return tally.snapshot();
    }

    /** Starts {@link #disposeLater()} and does not wait for its end. */
    @Override
    public void dispose() {
        dispatcher.close();
    }

    /** Whether the client was disposed of; events that come later end as closed. */
    @Override
    public boolean isDisposed() {
        return dispatcher.isClosed();
    }

    /**
     * Ends the client: events that wait end as closed, POSTs under way are awaited. Starts on subscription; completes when no
     * POST is under way; idempotent. To send everything first, let the streams complete.
     */
    public Mono<Void> disposeLater() {
        return Mono.defer(() -> {
            dispatcher.close();
            return dispatcher.terminated();
        });
    }

    ServerEvent withDedupeId(ServerEvent event) {
        return event.dedupeId() == null ? event.withDedupeId(dedupeIds.next()) : event;
    }

    /** Collects the options of a {@link ConversionClient}; not thread-safe. */
    public static final class Builder {

        final EventSender sender;
        final ApiKeySupplier keys;
        EventValidator validator = EventValidator.create();
        BatchLimits limits = BatchLimits.DEFAULT;
        Duration linger = Duration.ofMillis(50);
        int concurrency = 4;
        Duration deliveryTimeout = Duration.ofMinutes(2);
        Duration minBackoff = Duration.ofMillis(100);
        Duration maxBackoff = Duration.ofSeconds(30);

        @Nullable
        Scheduler scheduler;

        RandomGenerator idRandom = new SecureRandom();
        RandomGenerator random = new SplittableRandom();

        private Builder(EventSender sender, ApiKeySupplier keys) {
            this.sender = sender;
            this.keys = keys;
        }

        /** All of the provider's rules. What judges the events before they are sent. */
        public Builder validator(EventValidator validator) {
            this.validator = requireNonNull(validator, "validator");
            return this;
        }

        /** 100 events, 1 MiB. How large a batch may be. */
        public Builder limits(BatchLimits limits) {
            this.limits = requireNonNull(limits, "limits");
            return this;
        }

        /** 50 ms. How long the first event of a batch waits for company, from 0 to an hour. */
        public Builder linger(Duration linger) {
            this.linger = requireRange("linger", linger, Duration.ZERO, Duration.ofHours(1));
            return this;
        }

        /** 4. How many POSTs are under way at once, from 1 to 1,024. */
        public Builder concurrency(int concurrency) {
            if (concurrency < 1 || concurrency > 1024) {
                throw new IllegalArgumentException("concurrency must be from 1 to 1024, not " + concurrency);
            }
            this.concurrency = concurrency;
            return this;
        }

        /**
         * 2 minutes. How long an event may take from its arrival to its acceptance, all attempts and waits together, from
         * 1 ms to 7 days. An attempt that is under way at the deadline is awaited.
         */
        public Builder deliveryTimeout(Duration deliveryTimeout) {
            this.deliveryTimeout =
                    requireRange("deliveryTimeout", deliveryTimeout, Duration.ofMillis(1), Duration.ofDays(7));
            return this;
        }

        /**
         * 100 ms to 30 s. The wait before another attempt is random between 0 and a ceiling that begins at {@code min} and
         * doubles with each failure up to {@code max}; both from 1 ms to an hour.
         */
        public Builder backoff(Duration min, Duration max) {
            Duration shortest = Duration.ofMillis(1);
            this.minBackoff = requireRange("min", min, shortest, Duration.ofHours(1));
            this.maxBackoff = requireRange("max", max, min, Duration.ofHours(1));
            return this;
        }

        /**
         * {@link Schedulers#parallel()} and the machine's monotonic clock. What runs the timers; a scheduler given here
         * also tells the time, so one of virtual time makes a test quick.
         */
        public Builder scheduler(Scheduler scheduler) {
            this.scheduler = requireNonNull(scheduler, "scheduler");
            return this;
        }

        /** Replaces all randomness, for tests that must be repeatable. */
        Builder random(RandomGenerator random) {
            this.idRandom = random;
            this.random = random;
            return this;
        }

        private static Duration requireRange(String name, Duration value, Duration least, Duration most) {
            requireNonNull(value, name);
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ", not " + value);
            }
            return value;
        }

        /** The client; it sends nothing until a stream is subscribed to. */
        public ConversionClient build() {
            return new ConversionClient(this);
        }
    }
}

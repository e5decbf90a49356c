package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.lang.ref.Cleaner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

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

    private static final Logger LOG = Loggers.getLogger(ConversionClient.class);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);
    private static final Reply<ServerEvent, DeliveryResult> RESULT =
            (event, settlement, index) -> settlement.result(index);

    final BatchLimits limits;
    final long lingerNanos;
    final long deliveryTimeoutNanos;
    final int widestWindow;
    final int replenishAt;
    final Timing timing;
    final Tally tally = new Tally();
    final Screening screening;
    final Dispatcher dispatcher;

    private final Builder options;
    private final @Nullable GuardedListener listener;
    final @Nullable DeadLetters deadLetters;

    /** By number, so that they are always gone through in the same order. */
    private final Map<Long, Pipeline<?>> pipelines = new ConcurrentSkipListMap<>();

    private final AtomicLong pipelineNumbers = new AtomicLong();
    private final Closing closing = new Closing(this);
    private final Object sinkLock = new Object();
    private volatile @Nullable EventSink sink;

    private ConversionClient(Builder builder) {
        options = builder;
        limits = builder.limits;
        lingerNanos = builder.linger.toNanos();
        deliveryTimeoutNanos = builder.deliveryTimeout.toNanos();
        widestWindow = Window.widest(builder.concurrency, limits.maxEvents());
        replenishAt = Math.max(limits.maxEvents() / 4, 1);
        timing = builder.scheduler == null ? Timing.monotonic(Schedulers.parallel()) : Timing.of(builder.scheduler);
        Callbacks callbacks = new Callbacks(tally);
        screening = new Screening(builder, callbacks);
        listener = builder.listener == null ? null : new GuardedListener(builder.listener, callbacks);
        dispatcher = new Dispatcher(builder, timing, tally, listener);
        deadLetters = builder.deadLetters == null
                ? null
                : new DeadLetters(builder.deadLetters, timing.scheduler(), tally, builder.sinkEvents + widestWindow);
        AtomicBoolean closed = closing.begun();
        CLEANER.register(this, () -> warnIfUnclosed(closed));
    }

    private static void warnIfUnclosed(AtomicBoolean closed) {
        if (!closed.get()) {
            LOG.warn("A ConversionClient was garbage-collected without close(); events may have been lost");
        }
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
     * <p><b>Demand:</b> between the source and the subscriber are at once as many events as twice the permits that are free at
     * subscription can carry (800 by default), three batches full at least; and later more, up to twice what the most
     * concurrency allowed can carry (12,800 by default), while the source has them, the subscriber keeps up, and fewer batches
     * wait for their turn than are under way. The source is asked for no more, and results are emitted only as they are
     * requested. So a slow provider slows the source, and a slow subscriber too; nothing overflows.
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
        return new FluxDelivery<>(this, events, Function.identity(), RESULT);
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
        return new FluxDelivery<T, CorrelatedResult<T>>(
                this,
                source,
                element -> requireNonNull(toEvent.apply(element), "toEvent gave null"),
                (element, settlement, index) -> new CorrelatedResult<>(element, settlement.result(index)));
    }

    Window window() {
        return new Window(dispatcher, options.concurrency, limits.maxEvents());
    }

    /** Whether what comes now will wait, perhaps among ten thousands, since nothing can be sent. */
    boolean isHoldingBack() {
        return dispatcher.health() != Health.UP;
    }

    CoreSubscriber<ServerEvent> subscriber(CoreSubscriber<DeliveryResult> results) {
        return new DeliverySubscriber<>(this, Function.identity(), RESULT, results);
    }

    /** The hot door for single events; always the same one, made when it is first asked for. */
    public EventSink sink() {
        EventSink existing = sink;
        if (existing != null) {
            return existing;
        }
        synchronized (sinkLock) {
            existing = sink;
            if (existing == null) {
                existing = new EventSink(this, options);
                if (closing.begun().get()) {
                    existing.close();
                }
                sink = existing;
            }
            return existing;
        }
    }

    /** What this client has done so far; safe to call at any time from any thread. */
    public ClientStats stats() {
        return tally.snapshot();
    }

    /** Whether events are being sent, and if not, why; safe to call at any time from any thread. */
    public Health health() {
        return dispatcher.health();
    }

    /** How many POSTs may be under way now, as the client has found out; within the bounds of the option. */
    public int concurrency() {
        return options.concurrency.permits();
    }

    /**
     * How long the oldest event has waited that has no result yet: for its turn, an answer, or another attempt. Zero when
     * none waits; what is in the sink's queue, or in a batch whose linger time runs, does not count. Never above the delivery
     * timeout but for the POSTs under way then. Safe to call at any time from any thread; its cost grows with the batches that
     * wait, so it is for gauges, not for each event.
     */
    public Duration oldestAge() {
        long oldest = dispatcher.oldest();
        return oldest == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(Math.max(timing.nanos() - oldest, 0));
    }

    /**
     * Sends what waits, without waiting for the linger time; completes when every event that was taken before the
     * subscription has its result. Starts on subscription; never errs; events that come meanwhile do not prolong it.
     */
    public Mono<Void> flush() {
        return Mono.defer(this::flushAll);
    }

    Mono<Void> flushAll() {
        EventSink hot = sink;
        List<Mono<Void>> flushes = new ArrayList<>();
        for (Pipeline<?> pipeline : pipelines.values()) {
            flushes.add(hot != null && hot.feeds(pipeline) ? hot.flush() : pipeline.flush());
        }
        return Mono.when(flushes);
    }

    /**
     * Ends the client: takes no more events, sends what waits, and reports.
     *
     * <p>From the first subscription on, {@link EventSink#tryEmit} answers CLOSED, and sources of streams are cancelled as if
     * they had completed. When everything is answered for, or {@code patience} is over, the report comes; what is left then
     * has ended as closed and stands in the report. Nothing in flight is sent again. Emits exactly one report, 100 ms after
     * the deadline at the latest; never errs; further calls give the same report. The sender is not disposed of.
     *
     * @param patience from 0 to 7 days
     */
    public Mono<CloseReport> close(Duration patience) {
        Builder.requireRange("patience", patience, Duration.ZERO, Duration.ofDays(7));
        return Mono.defer(() -> closing.begin(patience));
    }

    /** Takes no more events; what came in goes on. */
    void refuseEvents() {
        EventSink hot;
        synchronized (sinkLock) {
            hot = sink;
        }
        for (Pipeline<?> pipeline : pipelines.values()) {
            if (hot == null || !hot.feeds(pipeline)) {
                pipeline.finish();
            }
        }
        if (hot != null) {
            hot.close();
        }
    }

    /** Closes without patience: what waits ends as closed at once. */
    @Override
    public void dispose() {
        close(Duration.ZERO).subscribe();
    }

    /** {@link #close} with 30 seconds of patience, without the report. */
    public Mono<Void> disposeLater() {
        return close(DEFAULT_PATIENCE).then();
    }

    /** Whether the client is closed or closing: it takes no more events. */
    @Override
    public boolean isDisposed() {
        return closing.begun().get();
    }

    long nextPipelineNumber() {
        return pipelineNumbers.getAndIncrement();
    }

    void opened(Pipeline<?> pipeline) {
        pipelines.put(pipeline.number, pipeline);
    }

    void closed(Pipeline<?> pipeline) {
        pipelines.remove(pipeline.number);
    }

    /** Tells whoever wants to know of an event's end; called once for each, when the counters know of it. */
    void report(Settlement settlement, Outcome outcome) {
        boolean kept = outcome != Outcome.ACCEPTED && (deadLetters != null || dispatcher.isClosed());
        if (!kept && listener == null) {
            return;
        }
        long now = timing.nanos();
        for (int i = 0; i < settlement.size(); i++) {
            report(settlement.result(i), now - settlement.acceptedAt(i, now));
        }
    }

    private void report(DeliveryResult result, long tookNanos) {
        tell(result, tookNanos);
        if (result.outcome() == Outcome.CLOSED && dispatcher.isClosed()) {
            closing.left(result);
        }
    }

    /** As {@link #report}, for an event that was turned away at the door and so cannot be among what is left. */
    void turnedAway(DeliveryResult result) {
        tell(result, 0);
    }

    private void tell(DeliveryResult result, long tookNanos) {
        if (listener != null) {
            listener.eventEnded(result, Duration.ofNanos(tookNanos));
        }
        if (deadLetters != null && !result.isAccepted()) {
            deadLetters.add(result);
        }
    }

    static DeliveryException closedCause() {
        return new DeliveryException("the client was closed", 0, null);
    }

    Violation tooLarge() {
        return new Violation(
                "",
                Rule.EVENT_TOO_LARGE,
                "alone exceeds the " + Math.min(limits.maxBytes(), dispatcher.byteLimit())
                        + " bytes that a batch may have");
    }

    /** Collects the options of a {@link ConversionClient}; not thread-safe. */
    public static final class Builder {

        final EventSender sender;
        final ApiKeySupplier keys;
        EventValidator validator = EventValidator.create();
        BatchLimits limits = BatchLimits.DEFAULT;
        Duration linger = Duration.ofMillis(50);
        ConcurrencyLimit concurrency = ConcurrencyLimit.adaptive(1, 64);
        Duration deliveryTimeout = Duration.ofMinutes(2);
        Duration minBackoff = Duration.ofMillis(100);
        Duration maxBackoff = Duration.ofSeconds(30);
        int sinkEvents = 16_384;
        long sinkBytes = 32L * 1024 * 1024;
        OverflowPolicy overflow = OverflowPolicy.REJECT_NEWEST;

        @Nullable
        Predicate<? super ServerEvent> consent;

        @Nullable
        UnaryOperator<ServerEvent> transformer;

        @Nullable
        DeadLetterHandler deadLetters;

        @Nullable
        DeliveryListener listener;

        double retryShare = 0.2;
        double retriesPerSecond = 10;
        int probesPerBatch = 24;
        int errorsInFiveMinutes = 50;

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

        /**
         * Adaptive, from 1 to 64. How many POSTs may be under way at once. One limit may be given to several clients, which
         * then share its permits.
         */
        public Builder concurrency(ConcurrencyLimit limit) {
            this.concurrency = requireNonNull(limit, "limit");
            return this;
        }

        /** As {@link #concurrency(ConcurrencyLimit)} with {@link ConcurrencyLimit#fixed}. */
        public Builder concurrency(int permits) {
            return concurrency(ConcurrencyLimit.fixed(permits));
        }

        /** As {@link #concurrency(ConcurrencyLimit)} with {@link ConcurrencyLimit#adaptive}. */
        public Builder adaptiveConcurrency(int least, int most) {
            return concurrency(ConcurrencyLimit.adaptive(least, most));
        }

        /**
         * 2 minutes. How long an event may take from its arrival to its acceptance, all attempts and waits together, from
         * 1 ms to 7 days. An attempt that is under way at the deadline is awaited; what waits otherwise has its result then,
         * or a hundredth of that time later, 20 ms at most.
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
         * 0.2 and 10. How many retries there may be: a share of the first attempts, from 0 to 10, and so many a second, from
         * 0.1 to 10,000. Over the budget a retry waits; it does not fail.
         */
        public Builder retryBudget(double shareOfRequests, double perSecond) {
            if (!(shareOfRequests >= 0 && shareOfRequests <= 10)) {
                throw new IllegalArgumentException("shareOfRequests must be from 0 to 10, not " + shareOfRequests);
            }
            if (!(perSecond >= 0.1 && perSecond <= 10_000)) {
                throw new IllegalArgumentException("perSecond must be from 0.1 to 10000, not " + perSecond);
            }
            this.retryShare = shareOfRequests;
            this.retriesPerSecond = perSecond;
            return this;
        }

        /**
         * 24 and 50. How many POSTs in a row may hunt the culprits of one refused batch before it pauses, from 8 to 1,000, and
         * how many 400s all hunts together may meet in five minutes before they wait, from 1 to 10,000. A sister API of the
         * provider blocks an account after 100 errors in that time.
         */
        public Builder isolationBudget(int probesPerBatch, int errorsInFiveMinutes) {
            if (probesPerBatch < 8 || probesPerBatch > 1000) {
                throw new IllegalArgumentException("probesPerBatch must be from 8 to 1000, not " + probesPerBatch);
            }
            if (errorsInFiveMinutes < 1 || errorsInFiveMinutes > 10_000) {
                throw new IllegalArgumentException(
                        "errorsInFiveMinutes must be from 1 to 10000, not " + errorsInFiveMinutes);
            }
            this.probesPerBatch = probesPerBatch;
            this.errorsInFiveMinutes = errorsInFiveMinutes;
            return this;
        }

        /**
         * 16,384 events and 32 MiB. What the {@link EventSink} may hold before its overflow policy decides: from 2 to 1,048,576
         * events, and from 1 KiB to 1 GiB, estimated.
         */
        public Builder sinkCapacity(int events, long bytes) {
            if (events < 2 || events > 1 << 20) {
                throw new IllegalArgumentException("events must be from 2 to 1048576, not " + events);
            }
            if (bytes < 1024 || bytes > 1L << 30) {
                throw new IllegalArgumentException("bytes must be from 1024 to 1073741824, not " + bytes);
            }
            this.sinkEvents = events;
            this.sinkBytes = bytes;
            return this;
        }

        /** {@link OverflowPolicy#REJECT_NEWEST}. What a full {@link EventSink} does with one more event. */
        public Builder overflow(OverflowPolicy policy) {
            this.overflow = requireNonNull(policy, "policy");
            return this;
        }

        /**
         * None: every event passes. Asked for each event on the caller's thread, before anything else looks at it; an event
         * that does not pass ends as invalid by {@link Rule#CONSENT_WITHHELD}. A gate that throws does not let pass. Must not
         * block.
         */
        public Builder consent(Predicate<? super ServerEvent> gate) {
            this.consent = requireNonNull(gate, "gate");
            return this;
        }

        /**
         * None. Changes each event on the caller's thread, after the consent gate and before validation. When it throws or
         * gives null, the event ends as invalid by {@link Rule#TRANSFORMATION_FAILED}. Must not block.
         */
        public Builder transformer(UnaryOperator<ServerEvent> transformer) {
            this.transformer = requireNonNull(transformer, "transformer");
            return this;
        }

        /** None. Is told of every POST and every result. */
        public Builder listener(DeliveryListener listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** None. Takes every event that ended other than accepted. */
        public Builder deadLetters(DeadLetterHandler handler) {
            this.deadLetters = requireNonNull(handler, "handler");
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

        static Duration requireRange(String name, Duration value, Duration least, Duration most) {
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

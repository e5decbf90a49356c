package io.leadflux.reactor;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.ClientStats;
import io.leadflux.reactor.delivery.ConcurrencyLimit;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import io.leadflux.reactor.delivery.DeliveryEngine;
import io.leadflux.reactor.delivery.DeliveryListener;
import io.leadflux.reactor.delivery.DeliveryOptions;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.Health;
import io.leadflux.reactor.delivery.Timing;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Range;
import io.leadflux.validation.Rule;
import java.lang.ref.Cleaner;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Sends events to AppLovin's Conversion API for restricted lead generation, and returns one result for each.
 *
 * <p>One client serves one account: a pixel id, which the {@link EventSender} knows, and an API key. It is safe for use
 * by many threads, needs no thread for itself, and is meant to live as long as the application.
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
    private static final Results.Joiner<ServerEvent, DeliveryResult> RESULT =
            (event, completion, index) -> completion.result(index);

    private final DeliveryEngine engine;
    private final Pipelines pipelines;
    private final GracefulClose closing;

    private ConversionClient(Builder builder) {
        Timing timing = builder.timing;
        engine = new DeliveryEngine(builder.options, timing);
        DedupeIdGenerator dedupeIds = new DedupeIdGenerator(builder.idRandom.get());
        Screening screening =
                new Screening(builder.consent, builder.transformer, dedupeIds, builder.validator, engine.callbacks());
        pipelines = new Pipelines(engine, screening, builder.sink, builder.shutdownTimeout);
        closing = pipelines.end();
        AtomicBoolean closed = pipelines.closing();
        Supplier<ClientStats> figures = engine.figures();
        CLEANER.register(this, () -> warnIfUnclosed(closed, figures));
    }

    /** Neither argument may lead to the client, or it is never collected. */
    private static void warnIfUnclosed(AtomicBoolean closed, Supplier<ClientStats> figures) {
        if (!closed.get()) {
            ClientStats stats = figures.get();
            LOG.warn(
                    "A ConversionClient was garbage-collected without close(): {} of its {} events have no result yet"
                            + " and may be lost",
                    stats.queued() + stats.inFlight(),
                    stats.submitted());
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
     * @param keys supplies the API key
     */
    public static Builder builder(EventSender sender, ApiKeySupplier keys) {
        return new Builder(DeliveryOptions.of(sender, keys));
    }

    /**
     * Sends the events of a stream and emits one result for each.
     *
     * <p><b>Cold:</b> each subscription subscribes to {@code events} and sends them again.
     *
     * <p><b>Demand:</b> at first as many events are between the source and the subscriber as twice the free permits can carry
     * (800 by default), three full batches at least. Later there are more, up to twice what the most concurrency allowed can
     * carry (12,800 by default), while the source has them, the subscriber keeps up, and fewer batches wait for their turn
     * than are in flight. The source is asked for no more, and results are emitted only as they are requested. So a slow
     * provider slows the source, and a slow subscriber does too.
     *
     * <p><b>Order:</b> results come as they are known; an invalid event's result may overtake earlier ones.
     *
     * <p><b>Threads:</b> events are validated on the source's thread. Batches are sealed and results signalled on the thread
     * that brought the news: the source's, the sender's (a Reactor Netty event loop), a timer's or the requesting one. The
     * subscriber must not block it. A source that blocks in {@code request} belongs on a scheduler for that, by {@link
     * Flux#subscribeOn}: until it returns, no result is emitted.
     *
     * <p><b>Errors:</b> a failed delivery is a result, never an error. When {@code events} errs, what came before is still
     * sent and has its results, and then the error follows.
     *
     * <p><b>Cancel:</b> events that are not in flight yet are discarded and counted as closed; requests in flight finish, and
     * their results are dropped.
     *
     * <p><b>Close:</b> once the client is closed or closing, the source is cancelled and the results complete.
     */
    public Flux<DeliveryResult> send(Publisher<? extends ServerEvent> events) {
        requireNonNull(events, "events");
        return new FluxDelivery<>(pipelines, events, Function.identity(), RESULT);
    }

    /**
     * As {@link #send(Publisher)}, for a stream of anything that an event can be made from. Each result comes with the
     * element it belongs to, so that a line can be reported or a message acknowledged.
     *
     * @param toEvent makes the event of an element, on the source's thread; when it throws, the source is cancelled, what
     *     came before has its results, and the error follows
     */
    public <T> Flux<CorrelatedResult<T>> send(Publisher<? extends T> source, Function<? super T, ServerEvent> toEvent) {
        requireNonNull(source, "source");
        requireNonNull(toEvent, "toEvent");
        return new FluxDelivery<T, CorrelatedResult<T>>(
                pipelines,
                source,
                element -> requireNonNull(toEvent.apply(element), "toEvent returned null"),
                (element, completion, index) -> new CorrelatedResult<>(element, completion.result(index)));
    }

    /** The hot door for single events; always the same one, made when it is first asked for. */
    public EventSink sink() {
        return pipelines.sink();
    }

    /** What this client has done so far; safe to call at any time from any thread. */
    public ClientStats stats() {
        return engine.stats();
    }

    /** Whether events are being sent, and if not, why; safe to call at any time from any thread. */
    public Health health() {
        return engine.health();
    }

    /** How many requests may be in flight now, as the client has found out; within the bounds of the option. */
    public int concurrency() {
        return engine.permits();
    }

    /**
     * How long the oldest event has waited that has no result yet: for its turn, a response, or another attempt. Zero when
     * none waits; what is in the sink's queue, or in a batch whose linger time runs, does not count. Never above the delivery
     * timeout but for requests in flight then. Safe to call at any time from any thread; its cost grows with the batches that
     * wait, so it is for gauges, not for each event.
     */
    public Duration oldestAge() {
        return engine.oldestAge();
    }

    /**
     * Sends what waits, without waiting for the linger time; completes when every event that was taken before the
     * subscription has its result. Starts on subscription; never errs; events that come meanwhile do not prolong it.
     */
    public Mono<Void> flush() {
        return Mono.defer(pipelines::flush);
    }

    /**
     * Ends the client: takes no more events, sends what waits, and reports.
     *
     * <p>From the first subscription on, {@link EventSink#tryEmit} returns CLOSED, and sources of streams are cancelled as if
     * they had completed. When every event has its result, or {@code patience} is over, the report comes; what is left then
     * has ended as closed and is in the report. Nothing in flight is sent again. Emits exactly one report, 100 ms after the
     * deadline at the latest; never errs; further calls return the same report. The sender is not disposed of.
     *
     * @param patience from 0 to 7 days
     */
    public Mono<CloseReport> close(Duration patience) {
        Range.require("patience", patience, Duration.ZERO, Duration.ofDays(7));
        return Mono.defer(() -> closing.begin(patience));
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

    /**
     * Takes this client out of the {@linkplain Builder#shutdownTimeout(Duration) shutdown hook}, for a container that closes
     * it in an order of its own. Idempotent; any thread. From then on, its owner must {@link #close} it.
     */
    public void removeShutdownHook() {
        pipelines.leaveShutdownHook();
    }

    /** Whether the client is closed or closing: it takes no more events. */
    @Override
    public boolean isDisposed() {
        return pipelines.isClosing();
    }

    /** For tests of the same package. */
    GracefulClose end() {
        return closing;
    }

    /** For tests of the same package. */
    DeliveryEngine engine() {
        return engine;
    }

    /** Collects the options of a {@link ConversionClient}; not thread-safe. */
    public static final class Builder {

        private DeliveryOptions options;
        private SinkOptions sink = new SinkOptions(16_384, 32L * 1024 * 1024, OverflowPolicy.PREFER_LEADS);
        private EventValidator validator = EventValidator.create();
        private @Nullable Predicate<? super ServerEvent> consent;
        private @Nullable UnaryOperator<ServerEvent> transformer;
        private Duration shutdownTimeout = Duration.ofSeconds(5);
        private Supplier<? extends RandomGenerator> idRandom = SecureRandom::new;
        private Timing timing = Timing.monotonic();

        private Builder(DeliveryOptions options) {
            this.options = options;
        }

        /** All of the provider's rules. What judges the events before they are sent. */
        public Builder validator(EventValidator validator) {
            this.validator = requireNonNull(validator, "validator");
            return this;
        }

        /** 100 events, 1 MiB. How large a batch may be. */
        public Builder limits(BatchLimits limits) {
            options = options.limits(limits);
            return this;
        }

        /** 50 ms. How long the first event of a batch waits for company, from 0 to an hour. */
        public Builder linger(Duration linger) {
            options = options.linger(linger);
            return this;
        }

        /**
         * Adaptive, from 1 to 64. How many POSTs may be under way at once. One limit may be given to several clients, which
         * then share its permits.
         */
        public Builder concurrency(ConcurrencyLimit limit) {
            options = options.concurrency(limit);
            return this;
        }

        /** As {@link #adaptiveConcurrency} with {@code permits} for both bounds, which makes a limit that stays. */
        public Builder concurrency(int permits) {
            return adaptiveConcurrency(permits, permits);
        }

        /**
         * From 1 to 64. How many requests may be in flight at once, as {@link ConcurrencyLimit#adaptive} finds out; a limit of
         * its own for each client that is built.
         */
        public Builder adaptiveConcurrency(int least, int most) {
            options = options.adaptiveConcurrency(least, most);
            return this;
        }

        /** The same delivery timeout for events of every name, as {@link #deliveryTimeout(EventName, Duration)} sets it for one. */
        public Builder deliveryTimeout(Duration deliveryTimeout) {
            for (EventName name : EventName.values()) {
                deliveryTimeout(name, deliveryTimeout);
            }
            return this;
        }

        /**
         * 2 minutes for {@link EventName#PAGE_VIEW}, 24 hours for {@link EventName#GENERATE_LEAD}. How long an event of that
         * name may take from its arrival to its acceptance, all attempts and waits together, from 1 ms to 7 days. A request in
         * flight at the deadline may still finish. What waits otherwise has its result then, or a hundredth of the shortest
         * timeout later, 20 ms at most.
         */
        public Builder deliveryTimeout(EventName name, Duration deliveryTimeout) {
            options = options.deliveryTimeout(name, deliveryTimeout);
            return this;
        }

        /**
         * 100 ms to 30 s. The wait before another attempt is random between 0 and a ceiling that begins at {@code min} and
         * doubles with each failure up to {@code max}; both from 1 ms to an hour.
         */
        public Builder backoff(Duration min, Duration max) {
            options = options.backoff(min, max);
            return this;
        }

        /**
         * 0.2 and 10. How many retries there may be: a share of the first attempts, from 0 to 10, and so many a second, from
         * 0.1 to 10,000. Over the budget a retry waits; it does not fail.
         */
        public Builder retryBudget(double shareOfRequests, double perSecond) {
            options = options.retryBudget(shareOfRequests, perSecond);
            return this;
        }

        /**
         * 95. How many requests the provider may refuse within five minutes, from 10 to 100,000. A sister API of the provider
         * blocks an account after 100 errors in that time. As the budget is used up, batches get smaller; when it is, events
         * wait, and end as expired if that lasts until their deadline.
         */
        public Builder refusalBudget(int inFiveMinutes) {
            options = options.refusalBudget(inFiveMinutes);
            return this;
        }

        /**
         * 16,384 events and 32 MiB. What the {@link EventSink} may hold before its overflow policy decides: from 2 to 1,048,576
         * events, and from 1 KiB to 1 GiB, estimated.
         */
        public Builder sinkCapacity(int events, long bytes) {
            Range.require("events", events, 2, 1 << 20);
            Range.require("bytes", bytes, 1024, 1L << 30);
            sink = new SinkOptions(events, bytes, sink.overflow());
            return this;
        }

        /** {@link OverflowPolicy#PREFER_LEADS}. What a full {@link EventSink} does with one more event. */
        public Builder overflow(OverflowPolicy policy) {
            sink = new SinkOptions(sink.events(), sink.bytes(), requireNonNull(policy, "policy"));
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
            options = options.listener(listener);
            return this;
        }

        /** None. Takes every event that ended other than accepted. */
        public Builder deadLetters(DeadLetterHandler handler) {
            options = options.deadLetters(handler);
            return this;
        }

        /**
         * 5 seconds. How long the end of the JVM waits for the events at hand when the client was not closed, from 0 to 5
         * minutes; 0 is for not at all. A shutdown hook then closes the client with this patience. So the events of a program
         * whose {@code main} returns are sent, or are in the dead letters. One hook serves all clients; it is there from a
         * client's first use to its close. The JVM runs all hooks at once: a program that closes the client in a hook of its
         * own, or in an order of its own, sets 0. Spring Boot's auto-configuration does so. In virtual time there is no hook.
         */
        public Builder shutdownTimeout(Duration shutdownTimeout) {
            this.shutdownTimeout =
                    Range.require("shutdownTimeout", shutdownTimeout, Duration.ZERO, Duration.ofMinutes(5));
            return this;
        }

        /**
         * {@link Schedulers#parallel()}. What runs the timers; the clock is the machine's monotonic one. Reactor Test's {@code
         * VirtualTimeScheduler} also tells the time, which makes a test quick. A scheduler that is disposed is replaced by the
         * default.
         */
        public Builder scheduler(Scheduler scheduler) {
            timing = Timing.of(scheduler);
            return this;
        }

        /** Replaces all randomness, for tests that must be repeatable. */
        Builder random(RandomGenerator random) {
            idRandom = () -> random;
            options = options.random(random);
            return this;
        }

        /** Replaces clock and timers, for tests. */
        Builder timing(Timing timing) {
            this.timing = timing;
            return this;
        }

        /**
         * The client; it sends nothing until a stream is subscribed to. The builder may go on being used: what it is told later
         * changes no client, and two clients share nothing but what was given to the builder.
         *
         * @throws IllegalArgumentException when the linger time is not shorter than every delivery timeout
         */
        public ConversionClient build() {
            options.requireConsistent();
            return new ConversionClient(this);
        }
    }
}

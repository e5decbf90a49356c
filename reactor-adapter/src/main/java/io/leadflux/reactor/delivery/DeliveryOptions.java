package io.leadflux.reactor.delivery;

import static java.util.Objects.requireNonNull;

import io.leadflux.batch.BatchLimits;
import io.leadflux.event.EventName;
import io.leadflux.validation.Range;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How a client delivers: each option with its default and its bounds. Immutable; each setter returns a changed copy. {@code
 * ConversionClient.Builder} documents the options for users.
 */
public final class DeliveryOptions {

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    final EventSender sender;
    final ApiKeySupplier keys;
    private BatchLimits limits = BatchLimits.DEFAULT;
    private Duration linger = Duration.ofMillis(50);
    private DeliveryTimeouts deliveryTimeouts = DeliveryTimeouts.DEFAULT;

    Supplier<ConcurrencyLimit> concurrency = () -> ConcurrencyLimit.adaptive(1, 64);
    Duration minBackoff = Duration.ofMillis(100);
    Duration maxBackoff = Duration.ofSeconds(30);
    double retryShare = 0.2;
    double retriesPerSecond = 10;
    int refusalsInFiveMinutes = 95;
    Supplier<? extends RandomGenerator> random = SplittableRandom::new;

    @Nullable
    DeadLetterHandler deadLetters;

    @Nullable
    DeliveryListener listener;

    private DeliveryOptions(EventSender sender, ApiKeySupplier keys) {
        this.sender = sender;
        this.keys = keys;
    }

    private DeliveryOptions(DeliveryOptions other) {
        this(other.sender, other.keys);
        limits = other.limits;
        linger = other.linger;
        deliveryTimeouts = other.deliveryTimeouts;
        concurrency = other.concurrency;
        minBackoff = other.minBackoff;
        maxBackoff = other.maxBackoff;
        retryShare = other.retryShare;
        retriesPerSecond = other.retriesPerSecond;
        refusalsInFiveMinutes = other.refusalsInFiveMinutes;
        random = other.random;
        deadLetters = other.deadLetters;
        listener = other.listener;
    }

    /** All defaults. */
    public static DeliveryOptions of(EventSender sender, ApiKeySupplier keys) {
        return new DeliveryOptions(requireNonNull(sender, "sender"), requireNonNull(keys, "keys"));
    }

    private DeliveryOptions with(Consumer<DeliveryOptions> change) {
        DeliveryOptions copy = new DeliveryOptions(this);
        change.accept(copy);
        return copy;
    }

    // ---- setters, in the order of the builder

    public DeliveryOptions limits(BatchLimits limits) {
        requireNonNull(limits, "limits");
        return with(copy -> copy.limits = limits);
    }

    public DeliveryOptions linger(Duration linger) {
        Range.require("linger", linger, Duration.ZERO, HOUR);
        return with(copy -> copy.linger = linger);
    }

    /** One limit for every client that is built with these options. */
    public DeliveryOptions concurrency(ConcurrencyLimit limit) {
        requireNonNull(limit, "limit");
        return with(copy -> copy.concurrency = () -> limit);
    }

    /** A limit of its own for each client that is built with these options. */
    public DeliveryOptions adaptiveConcurrency(int least, int most) {
        ConcurrencyLimit.adaptive(least, most); // the bounds
        return with(copy -> copy.concurrency = () -> ConcurrencyLimit.adaptive(least, most));
    }

    public DeliveryOptions deliveryTimeout(EventName name, Duration timeout) {
        requireNonNull(name, "name");
        Range.require("deliveryTimeout", timeout, MILLISECOND, Duration.ofDays(7));
        return with(copy -> copy.deliveryTimeouts = deliveryTimeouts.with(name, timeout));
    }

    public DeliveryOptions backoff(Duration min, Duration max) {
        Range.require("min", min, MILLISECOND, HOUR);
        Range.require("max", max, min, HOUR);
        return with(copy -> {
            copy.minBackoff = min;
            copy.maxBackoff = max;
        });
    }

    public DeliveryOptions retryBudget(double shareOfRequests, double perSecond) {
        Range.require("shareOfRequests", shareOfRequests, 0, 10);
        Range.require("perSecond", perSecond, 0.1, 10_000);
        return with(copy -> {
            copy.retryShare = shareOfRequests;
            copy.retriesPerSecond = perSecond;
        });
    }

    public DeliveryOptions refusalBudget(int inFiveMinutes) {
        Range.require("inFiveMinutes", inFiveMinutes, 10, 100_000);
        return with(copy -> copy.refusalsInFiveMinutes = inFiveMinutes);
    }

    public DeliveryOptions listener(DeliveryListener listener) {
        requireNonNull(listener, "listener");
        return with(copy -> copy.listener = listener);
    }

    public DeliveryOptions deadLetters(DeadLetterHandler handler) {
        requireNonNull(handler, "handler");
        return with(copy -> copy.deadLetters = handler);
    }

    /** Replaces all randomness, for tests that must be repeatable. */
    public DeliveryOptions random(RandomGenerator random) {
        return with(copy -> copy.random = () -> random);
    }

    /** Refuses options that contradict each other. */
    public void requireConsistent() {
        for (EventName name : EventName.values()) {
            Duration timeout = deliveryTimeouts.of(name);
            if (linger.compareTo(timeout) >= 0) {
                throw new IllegalArgumentException("linger (" + linger + ") must be shorter than deliveryTimeout of "
                        + name + " (" + timeout + "), or none is ever sent");
            }
        }
    }

    // ---- what the doors and the flow read

    public BatchLimits limits() {
        return limits;
    }

    public Duration linger() {
        return linger;
    }

    public DeliveryTimeouts deliveryTimeouts() {
        return deliveryTimeouts;
    }
}

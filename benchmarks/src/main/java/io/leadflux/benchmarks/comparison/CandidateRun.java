package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.BenchmarkEvents;
import io.leadflux.benchmarks.endpoint.Keys;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.process.Usage;
import io.leadflux.event.ServerEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run of one candidate: first at full speed, then at a fixed rate. As a program it prints its figures as JSON.
 */
final class CandidateRun<E> {

    /** The prefix of the figures on standard output. */
    static final String FIGURES = "FIGURES ";

    /** Few enough to stay in the cache, as a newly built event does; enough for five different batches. */
    private static final int EVENTS = 500;

    private static final int TICKS_PER_SECOND = 1000;
    private static final Duration SETTLING = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final String name;
    private final Candidate<E> candidate;
    private final ComparisonOptions options;
    private final List<E> events;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    CandidateRun(String name, Candidate<E> candidate, ComparisonOptions options) {
        this.name = name;
        this.candidate = candidate;
        this.options = options;
        this.events = BenchmarkEvents.seeded(7).list(EVENTS).stream()
                .map((ServerEvent event) -> candidate.model(event))
                .toList();
    }

    Figures figures() {
        AtomicLong accepted = new AtomicLong();
        Disposable running =
                start(candidate.fullSpeed(endless()), count -> accepted.lazySet(accepted.getPlain() + count));
        run(options.warmup, accepted, options.warmupEvents);
        Usage before = Usage.now();
        long acceptedBefore = accepted.get();
        run(options.measure, accepted, acceptedBefore + 1);
        Usage used = Usage.now().since(before);
        long count = accepted.get() - acceptedBefore;
        running.dispose();
        pause(SETTLING);
        long[] latencies = latencies();
        if (failure.get() != null) {
            return Figures.failed(name, String.valueOf(failure.get()));
        }
        return count > 0 ? figures(count, used, latencies) : Figures.failed(name, "nothing was accepted");
    }

    /**
     * Runs for at least that long and until enough events are accepted, since a busy machine needs more time; a
     * minute at most.
     */
    private void run(Duration least, AtomicLong accepted, long until) {
        long begin = System.nanoTime();
        pause(least);
        while (accepted.get() < until && failure.get() == null && System.nanoTime() - begin < LONGEST.toNanos()) {
            pause(SETTLING);
        }
    }

    private Figures figures(long count, Usage used, long[] latencies) {
        return new Figures(
                name,
                1e9 * count / used.nanos(),
                used.cpuNanos() / 1e3 / count,
                (double) used.allocated() / count,
                quantile(latencies, 0.50),
                quantile(latencies, 0.99),
                null);
    }

    private static double quantile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    /** In nanoseconds, ascending. Only the second half of the time counts, when everything is warm. */
    private long[] latencies() {
        int perTick = Math.max(options.rate / TICKS_PER_SECOND, 1);
        long[] nanos = new long[Math.toIntExact(2 * options.paced.toMillis() * perTick)];
        AtomicInteger count = new AtomicInteger();
        long counted = System.nanoTime() + options.paced.toNanos();
        Disposable running = start(candidate.paced(paced(perTick)), timed -> {
            int index = count.getPlain();
            if (index < nanos.length && timed.dueAt() - counted > 0) {
                nanos[index] = System.nanoTime() - timed.dueAt();
                count.lazySet(index + 1);
            }
        });
        pause(options.paced.multipliedBy(2).plus(SETTLING));
        running.dispose();
        long[] latencies = Arrays.copyOf(nanos, count.get());
        Arrays.sort(latencies);
        return latencies;
    }

    /** Subscribes on a new thread, since a source may block the thread that subscribes to it. */
    private <T> Disposable start(Publisher<T> stream, Consumer<T> consumer) {
        AtomicReference<Disposable> subscription = new AtomicReference<>();
        Thread thread =
                new Thread(() -> subscription.set(Flux.from(stream).subscribe(consumer, failure::set)), "comparison");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            Disposable running = subscription.get();
            if (running != null) {
                running.dispose();
            }
        };
    }

    private static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Flux<E> endless() {
        return Flux.fromIterable(() -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public E next() {
                E event = events.get(next);
                next = next + 1 == EVENTS ? 0 : next + 1;
                return event;
            }
        });
    }

    private Flux<Timed<E>> paced(int perTick) {
        return Flux.defer(() -> {
            long start = System.nanoTime();
            long tick = Duration.ofSeconds(1).toNanos() / TICKS_PER_SECOND;
            return Flux.interval(Duration.ofNanos(tick))
                    .onBackpressureBuffer()
                    .concatMapIterable(index -> tick(index, perTick, start + (index + 1) * tick));
        });
    }

    private List<Timed<E>> tick(long index, int count, long dueAt) {
        return LongStream.range(index * count, (index + 1) * count)
                .mapToObj(i -> new Timed<>(events.get((int) (i % EVENTS)), dueAt))
                .toList();
    }

    /** {@code arguments}: the candidate's name, the endpoint, the key store or an empty text, and the options. */
    public static void main(String[] arguments) throws IOException {
        Hooks.onErrorDropped(late -> {}); // of requests cancelled at the end of a measurement
        ComparisonOptions options = ComparisonOptions.of(Arrays.copyOfRange(arguments, 3, arguments.length));
        Keys keys = arguments[2].isEmpty() ? null : Keys.at(Path.of(arguments[2]));
        Target target = new Target(URI.create(arguments[1]), options.concurrency, keys);
        Figures figures = run(arguments[0], target, options);
        System.out.println(FIGURES + JsonMapper.shared().writeValueAsString(figures));
        System.exit(0);
    }

    static Figures run(String name, Target target, ComparisonOptions options) {
        try (Candidate<?> candidate = Candidates.create(name, target)) {
            return new CandidateRun<>(name, candidate, options).figures();
        }
    }
}

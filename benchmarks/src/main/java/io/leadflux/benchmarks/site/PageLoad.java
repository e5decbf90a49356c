package io.leadflux.benchmarks.site;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Recorder;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Asks for one page at a constant rate, whether the answers come or not. A time counts from the moment at which the request
 * was due, so that a site that stalls is not asked less and does not look better for it.
 */
final class PageLoad implements AutoCloseable {

    private static final int CONNECTIONS = 128;
    private static final int MOST_WAITING = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1_000;

    private final ConnectionProvider connections = ConnectionProvider.builder("page-load")
            .maxConnections(CONNECTIONS)
            .pendingAcquireMaxCount(MOST_WAITING)
            .build();
    private final HttpClient http = HttpClient.create(connections)
            .responseTimeout(PATIENCE)
            .headers(headers -> headers.set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
                    .set("Accept", "text/html")
                    .set("Cookie", "consent=yes; _axeid=load; _lfid=1b4e28ba-2fa1-41d2-883f-0016d3cca427"));
    private final URI page;

    PageLoad(URI page) {
        this.page = page;
    }

    /** Asks {@code perSecond} times a second for so long, and waits for the last answer. */
    PageTimes run(int perSecond, Duration length) {
        Recorder times = new Recorder(LONGEST_MICROS, 3);
        LongAdder failures = new LongAdder();
        Phaser open = new Phaser(1);
        long start = System.nanoTime();
        long requests = perSecond * length.toMillis() / 1_000;
        for (long i = 0; i < requests; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            waitUntil(due);
            open.register();
            ask().doFinally(end -> open.arriveAndDeregister())
                    .subscribe(ok -> count(ok, due, times, failures), failed -> failures.increment());
        }
        open.arriveAndAwaitAdvance();
        return new PageTimes(times.getIntervalHistogram(), failures.sum());
    }

    private Mono<Boolean> ask() {
        return http.get()
                .uri(page)
                .responseSingle((answer, body) -> body.asByteArray()
                        .map(bytes -> answer.status().code() == 200 && bytes.length > 0)
                        .defaultIfEmpty(false));
    }

    private static void count(boolean ok, long due, Recorder times, LongAdder failures) {
        if (ok) {
            times.recordValue(Math.min(LONGEST_MICROS, (System.nanoTime() - due) / 1_000));
        } else {
            failures.increment();
        }
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    @Override
    public void close() {
        connections.disposeLater().block(PATIENCE);
    }
}

package io.leadflux.benchmarks.site;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.netty.resources.LoopResources;

/**
 * Asks for one page at a constant rate, whether the answers come or not. A time counts from the moment at which the request
 * was due, so that a site that stalls is not asked less and does not look better for it.
 *
 * <p>One thread does all of it: with several on one core, an answer would wait for its turn behind the next request.
 */
final class PageLoad implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String HEADERS = """
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0\r
            Accept: text/html\r
            Cookie: consent=yes; _axeid=load; _lfid=1b4e28ba-2fa1-41d2-883f-0016d3cca427\r
            """;

    private final LoopResources loops = LoopResources.create("page-load", 1, true);
    private final EventLoop loop = loops.onClient(LoopResources.DEFAULT_NATIVE).next();
    private final Duration patience;
    private final PageConnections connections;

    PageLoad(URI page) {
        this(page, PATIENCE);
    }

    PageLoad(URI page, Duration patience) {
        this.patience = patience;
        connections = new PageConnections(page, HEADERS, loop, loops.onChannelClass(SocketChannel.class, loop));
    }

    /**
     * Asks {@code perSecond} times a second for so long, and waits for the last answer, ten seconds at most. Collects its own
     * garbage before, or a collection would make it late and the pages seem so.
     *
     * @param leadIn how long before that it asks as well, without that the times count
     */
    Pages run(int perSecond, Duration leadIn, Duration length) {
        System.gc();
        Round round = new Round(perSecond, leadIn, length);
        loop.execute(round::askForWhatIsDue);
        return round.over.join();
    }

    /** The requests of one run; belongs to the loop. */
    private final class Round {

        private final int perSecond;
        private final long requests;
        private final long start = System.nanoTime();
        private final long countFrom;
        private final Pages pages = new Pages();
        private final CompletableFuture<Pages> over = new CompletableFuture<>();
        private long asked;
        private long answered;

        Round(int perSecond, Duration leadIn, Duration length) {
            this.perSecond = perSecond;
            this.countFrom = start + leadIn.toNanos();
            this.requests = perSecond * leadIn.plus(length).toMillis() / 1_000;
        }

        private void askForWhatIsDue() {
            try {
                for (long left = leftUntilDue(); left <= 0; left = leftUntilDue()) {
                    long due = due();
                    asked++;
                    connections.ask(ok -> answered(ok, due));
                }
                if (asked < requests) {
                    later(this::askForWhatIsDue, leftUntilDue());
                } else {
                    later(this::giveUp, patience.toNanos());
                }
            } catch (RuntimeException broken) {
                over.completeExceptionally(broken);
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong then ends the round
        private void later(Runnable task, long nanos) {
            loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }

        private void giveUp() {
            if (answered < requests) {
                connections.giveUp();
            }
        }

        private long leftUntilDue() {
            return asked == requests ? Long.MAX_VALUE : due() - System.nanoTime();
        }

        private long due() {
            return start + asked * 1_000_000_000L / perSecond;
        }

        private void answered(boolean ok, long due) {
            if (ok && due >= countFrom) {
                pages.answered(due, System.nanoTime());
            } else if (!ok) {
                pages.failed();
            }
            answered++;
            if (answered == requests) {
                over.complete(pages);
            }
        }
    }

    @Override
    public void close() {
        loops.disposeLater(Duration.ZERO, PATIENCE).block();
    }
}

package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Ledger;
import io.leadflux.reactor.emulator.ReceivedEvent;
import io.leadflux.reactor.emulator.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.springframework.boot.SpringBootVersion;

/**
 * The end of a site under load: a process of its own gets SIGTERM while eight connections send one request after
 * another, and the provider takes 400 ms. Each request that is answered with 200 has its event in the ledger.
 */
@Tag("proof")
final class ShutdownTest {

    private static final int CONNECTIONS = 8;
    private static final int ANSWERS_BEFORE_THE_SIGNAL = 400;
    private static final Pattern CLICK = Pattern.compile("\"aleid\":\"([a-z]+-\\d+)\"");

    private final EndpointEmulator emulator = EndpointEmulator.builder()
            .ledger(Ledger.builder().recentEvents(1_000_000).build())
            .start();
    private final Queue<String> answered = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> otherStatuses = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final CountDownLatch underLoad = new CountDownLatch(ANSWERS_BEFORE_THE_SIGNAL);

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    @RepeatedTest(5)
    void signal_underLoad_everyAnsweredRequestHasItsEvent(TestReporter reporter) throws Exception {
        emulator.script().always(Response.process().withDelay(Duration.ofMillis(400)));
        List<Thread> visitors = new ArrayList<>();
        String log;
        try (SiteProcess site = SiteProcess.start(
                "--leadflux.endpoint=" + emulator.uri(),
                "--leadflux.pixel-id=" + EndpointEmulator.DEFAULT_PIXEL_ID,
                "--leadflux.api-key=" + EndpointEmulator.DEFAULT_KEY,
                "--leadflux.filter.automatic-page-views=true")) {
            int port = site.port();
            for (int i = 0; i < CONNECTIONS; i++) {
                visitors.add(new Thread(() -> visit(port), "visitor-" + i));
            }
            visitors.forEach(Thread::start);
            assertThat(underLoad.await(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(site::log)
                    .isTrue();
            assertThat(site.stop()).isTrue();
            for (Thread visitor : visitors) {
                visitor.join();
            }
            log = site.log();
        }

        List<String> delivered = emulator.ledger().recentEvents().stream()
                .map(ReceivedEvent::json)
                .map(ShutdownTest::click)
                .toList();
        long leads = answered.stream().filter(click -> click.startsWith("lead")).count();
        reporter.publishEntry(String.format(
                "Boot %s: %d requests answered (%d leads, %d pages), %d unanswered, other statuses %s;"
                        + " ledger: %d leads, %d page views",
                SpringBootVersion.getVersion(),
                answered.size(),
                leads,
                answered.size() - leads,
                unanswered.get(),
                otherStatuses,
                emulator.ledger().accepted(EventName.GENERATE_LEAD),
                emulator.ledger().accepted(EventName.PAGE_VIEW)));
        assertThat(answered).hasSizeGreaterThanOrEqualTo(ANSWERS_BEFORE_THE_SIGNAL);
        assertThat(delivered).doesNotHaveDuplicates();
        assertThat(delivered).as(log).containsAll(answered);
    }

    private static String click(String json) {
        Matcher click = CLICK.matcher(json);
        assertThat(click.find()).isTrue();
        return click.group(1);
    }

    /** Sends requests without a pause, on one connection while it lasts, until the site takes no connection. */
    private void visit(int port) {
        while (true) {
            try (RawVisitor visitor = RawVisitor.connect(port)) {
                visit(visitor);
            } catch (IOException refused) {
                return;
            }
        }
    }

    private void visit(RawVisitor visitor) {
        try {
            while (visitor.isKeptAlive()) {
                int number = numbers.incrementAndGet();
                boolean lead = number % 2 == 0;
                String click = (lead ? "lead-" : "page-") + number;
                int status = lead ? visitor.post("/lead?aleid=" + click) : visitor.get("/?aleid=" + click);
                if (status == 200) {
                    answered.add(click);
                    underLoad.countDown();
                } else {
                    otherStatuses.add(status);
                }
            }
        } catch (IOException e) {
            unanswered.incrementAndGet();
        }
    }
}

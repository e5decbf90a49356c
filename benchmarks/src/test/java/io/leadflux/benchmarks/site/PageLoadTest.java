package io.leadflux.benchmarks.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

final class PageLoadTest {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final AtomicInteger asked = new AtomicInteger();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.get("/page", (request, response) -> {
                        asked.incrementAndGet();
                        return response.sendString(Mono.just("page"));
                    })
                    .get("/never", (request, response) -> response.sendString(Mono.never()))
                    .get(
                            "/close",
                            (request, response) -> response.keepAlive(false).sendString(Mono.just("page")))
                    .get("/empty", (request, response) -> response.send())
                    .get(
                            "/late",
                            (request, response) -> response.sendString(
                                    Mono.delay(Duration.ofMillis(60)).thenReturn("page"))))
            .bindNow();

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void run_pageThatIsNotThere_countsFailures() {
        PageTimes times = run("/other");

        assertThat(times.pages()).isZero();
        assertThat(times.failures()).isEqualTo(50);
    }

    @Test
    void run_answersThatNeverCome_countAsFailuresInTheEnd() {
        PageTimes times = run("/never");

        assertThat(times.pages()).isZero();
        assertThat(times.failures()).isEqualTo(50);
    }

    @Test
    void run_answersWithoutBody_countAsFailures() {
        PageTimes times = run("/empty");

        assertThat(times.failures()).isEqualTo(50);
    }

    @Test
    void run_connectionsThatAreClosed_countsTheirPages() {
        PageTimes times = run("/close");

        assertThat(times.pages()).isEqualTo(50);
        assertThat(times.failures()).isZero();
    }

    @Test
    void run_nobodyListens_countsFailures() {
        server.disposeNow();

        PageTimes times = run("/page");

        assertThat(times.failures()).isEqualTo(50);
    }

    @Test
    void run_page_isAskedForAtTheRate() {
        PageTimes times = run("/page");

        assertThat(times.pages()).isEqualTo(50);
        assertThat(times.failures()).isZero();
        assertThat(asked).hasValue(50);
    }

    @Test
    void run_leadIn_isAskedForAndDoesNotCount() {
        try (PageLoad load = new PageLoad(URI.create("http://127.0.0.1:" + server.port() + "/page"), PATIENCE)) {
            PageTimes times =
                    load.run(500, Duration.ofMillis(60), Duration.ofMillis(100)).times();

            assertThat(times.pages()).isEqualTo(50);
            assertThat(asked).hasValue(80);
        }
    }

    @Test
    void run_lateAnswers_countFromWhenTheyWereDue() {
        PageTimes times = run("/late");

        assertThat(times.pages()).isEqualTo(50);
        assertThat(times.percentile(50)).isGreaterThanOrEqualTo(59);
    }

    @Test
    void together_ofSeveralRuns_countsAllPagesAndFailures() {
        PageTimes late = run("/late");
        PageTimes all = PageTimes.together(List.of(late, run("/other"), run("/page")));

        assertThat(all.pages()).isEqualTo(100);
        assertThat(all.failures()).isEqualTo(50);
        assertThat(all.percentile(100)).isGreaterThanOrEqualTo(late.percentile(100));
        assertThat(late.pages()).isEqualTo(50);
    }

    private PageTimes run(String path) {
        try (PageLoad load = new PageLoad(URI.create("http://127.0.0.1:" + server.port() + path), PATIENCE)) {
            return load.run(500, Duration.ZERO, Duration.ofMillis(100)).times();
        }
    }
}

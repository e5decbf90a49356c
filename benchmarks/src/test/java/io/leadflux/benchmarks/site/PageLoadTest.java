package io.leadflux.benchmarks.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

final class PageLoadTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.get("/page", (request, response) -> {
                        asked.incrementAndGet();
                        return response.sendString(Mono.just("page"));
                    })
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
    void run_page_isAskedForAtTheRate() {
        PageTimes times = run("/page");

        assertThat(times.pages()).isEqualTo(50);
        assertThat(times.failures()).isZero();
        assertThat(asked).hasValue(50);
    }

    @Test
    void run_lateAnswers_countFromWhenTheyWereDue() {
        PageTimes times = run("/late");

        assertThat(times.pages()).isEqualTo(50);
        assertThat(times.p50()).isGreaterThanOrEqualTo(59);
    }

    private PageTimes run(String path) {
        try (PageLoad load = new PageLoad(URI.create("http://127.0.0.1:" + server.port() + path))) {
            return load.run(500, Duration.ofMillis(100));
        }
    }
}

package io.leadflux.reactor.webflux;

import static io.leadflux.reactor.webflux.Visits.CLOCK;
import static io.leadflux.reactor.webflux.Visits.PATIENCE;
import static io.leadflux.reactor.webflux.Visits.exchange;
import static io.leadflux.reactor.webflux.Visits.filter;
import static io.leadflux.reactor.webflux.Visits.get;
import static io.leadflux.reactor.webflux.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

final class AutomaticPageViewTest {

    private final List<ServerEvent> events = new ArrayList<>();
    private final AttributionWebFilter filter =
            filter().automaticPageViews(events::add).build();

    static Stream<PageViewSink> brokenSinks() {
        return Stream.of(
                event -> {
                    throw new IllegalStateException("jane@example.com");
                },
                event -> {
                    throw new NoClassDefFoundError("gone");
                },
                event -> {
                    throw new AssertionError("sink");
                },
                event -> sneak(new IOException("disk")));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @ParameterizedTest
    @MethodSource("brokenSinks")
    void filter_sinkThrows_pageIsServed(PageViewSink sink) {
        AttributionWebFilter broken = filter().automaticPageViews(sink).build();
        MockServerWebExchange exchange = exchange("https://shop.example/");
        for (int i = 0; i < 3; i++) {
            assertThat(visit(broken, exchange("https://shop.example/"))).isPresent();
        }
        StepVerifier.create(
                        broken.filter(exchange, passed -> passed.getResponse().setComplete()))
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "400", "404", "500", "503"})
    void filter_noSuccess_isNoPageView(int status) {
        serve(exchange("https://shop.example/"), status, "text/html");
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream", "text/csv", "garbage;;=", ""})
    void filter_noHtml_isNoPageView(String type) {
        serve(exchange("https://shop.example/"), 200, type);
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "POST", "PUT", "OPTIONS", "DELETE"})
    void filter_anyMethodButGet_isNoPageView(String method) {
        serve(
                MockServerWebExchange.from(
                        MockServerHttpRequest.method(HttpMethod.valueOf(method), "https://shop.example/")
                                .header("Accept", "text/html")),
                200,
                "text/html");
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Accept, application/json",
        "Accept, */*",
        "Accept, 'garbage;;=,/'",
        "Accept, image/avif",
        "Accept,",
    })
    void filter_notAcceptingHtml_isNoPageView(String header, String value) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("https://shop.example/");
        serve(MockServerWebExchange.from(value == null ? request : request.header(header, value)), 200, "text/html");
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Dest, iframe",
        "Sec-Fetch-Dest, empty",
        "Sec-Purpose, prefetch;prerender",
        "Purpose, Prefetch",
    })
    void filter_notSeenByAPerson_isNoPageView(String header, String value) {
        serve(MockServerWebExchange.from(get("https://shop.example/").header(header, value)), 200, "text/html");
        assertThat(events).isEmpty();
    }

    @Test
    void filter_pageFails_isNoPageView() {
        StepVerifier.create(filter.filter(exchange("https://shop.example/"), passed -> Mono.error(new IOException())))
                .verifyError(IOException.class);
        assertThat(events).isEmpty();
    }

    @Test
    void filter_visitorLeaves_isNoPageView() {
        StepVerifier.create(filter.filter(exchange("https://shop.example/"), passed -> Mono.never()))
                .thenCancel()
                .verify();
        assertThat(events).isEmpty();
    }

    @Test
    void filter_pageRevalidated_isAPageView() {
        serve(exchange("https://shop.example/"), 304, null);
        assertThat(events).hasSize(1);
    }

    @Test
    void filter_somethingElseRevalidated_isNoPageView() {
        serve(exchange("https://shop.example/"), 304, "application/json");
        serve(MockServerWebExchange.from(MockServerHttpRequest.get("https://shop.example/")), 304, null);
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/html;charset=UTF-8", "TEXT/HTML", "application/xhtml+xml"})
    void filter_page_offersOneValidPageView(String type) {
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/landing?aleid=click-1").header("Sec-Fetch-Dest", "document"));
        serve(exchange, 200, type);
        assertThat(events).hasSize(1);
        ServerEvent event = events.get(0);
        assertThat(EventValidator.builder().clock(CLOCK).build().validate(event))
                .isEmpty();
        assertThat(event.name()).isEqualTo(EventName.PAGE_VIEW);
        assertThat(event.eventSourceUrl()).isEqualTo("https://shop.example");
        assertThat(event.userData().aleid()).isEqualTo("click-1");
    }

    @Test
    void filter_page_offersItAfterTheResponse() {
        List<String> order = new ArrayList<>();
        AttributionWebFilter late =
                filter().automaticPageViews(event -> order.add("event")).build();
        late.filter(
                        exchange("https://shop.example/"),
                        passed -> passed.getResponse().setComplete().doOnSuccess(done -> order.add("page")))
                .block(PATIENCE);
        assertThat(order).containsExactly("page", "event");
    }

    @Test
    void filter_page_offersTheIdThatThePageWasTold() {
        MockServerWebExchange exchange = exchange("https://shop.example/");
        Attribution told = Visits.attribution(filter, exchange);
        assertThat(events).containsExactly(told.pageView().build());
    }

    @Test
    void filter_eachPage_hasItsOwnId() {
        for (int i = 0; i < 100; i++) {
            visit(filter, exchange("https://shop.example/"));
        }
        assertThat(events.stream().map(ServerEvent::dedupeId).distinct()).hasSize(100);
    }

    private void serve(MockServerWebExchange exchange, int status, String type) {
        WebFilterChain page = passed -> {
            passed.getResponse().setStatusCode(HttpStatus.valueOf(status));
            passed.getResponse().getHeaders().set("Content-Type", type);
            return passed.getResponse().setComplete();
        };
        filter.filter(exchange, page).block(PATIENCE);
    }
}

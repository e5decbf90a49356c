package io.leadflux.reactor.webflux;

import static io.leadflux.reactor.webflux.Visits.exchange;
import static io.leadflux.reactor.webflux.Visits.filter;
import static io.leadflux.reactor.webflux.Visits.get;
import static io.leadflux.reactor.webflux.Visits.visit;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpCookie;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

final class ConsentTest {

    private final List<ServerEvent> events = new ArrayList<>();

    static Stream<ConsentPolicy> refusals() {
        return Stream.of(
                exchange -> Mono.just(false),
                exchange -> Mono.empty(),
                exchange -> Mono.error(new IllegalStateException("jane@example.com")),
                exchange -> Mono.error(new TimeoutException()),
                exchange -> Mono.<Boolean>error(new IllegalStateException()).hide(),
                exchange -> Mono.fromCallable(() -> {
                    throw new java.io.IOException("store");
                }),
                exchange -> {
                    throw new IllegalStateException("policy");
                },
                exchange -> {
                    throw new AssertionError("policy");
                },
                exchange -> null);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void filter_anythingButYes_leavesThePageAlone(ConsentPolicy policy) {
        AttributionWebFilter asking =
                filter().consent(policy).automaticPageViews(events::add).build();
        MockServerWebExchange exchange = MockServerWebExchange.from(
                get("https://shop.example/?aleid=click-1").cookie(new HttpCookie("_axeid", "click-0")));
        assertThat(visit(asking, exchange)).isEmpty();
        assertThat(exchange.getResponse().isCommitted()).isTrue();
        assertThat(exchange.getResponse().getCookies()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void filter_decisionTooLate_countsAsNo() {
        AtomicBoolean served = new AtomicBoolean();
        MockServerWebExchange exchange = exchange("https://shop.example/?aleid=click-1");
        StepVerifier.withVirtualTime(() -> filter().consent(asked -> Mono.never())
                        .consentTimeout(Duration.ofMillis(300))
                        .automaticPageViews(events::add)
                        .build()
                        .filter(exchange, passed -> {
                            served.set(true);
                            return passed.getResponse().setComplete();
                        }))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(299))
                .thenAwait(Duration.ofMillis(1))
                .verifyComplete();
        assertThat(served).isTrue();
        assertThat(exchange.getResponse().getCookies()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void filter_slowPage_isNotBoundByTheConsentTimeout() {
        StepVerifier.withVirtualTime(() -> filter().consent(
                                asked -> Mono.delay(Duration.ofMillis(10)).thenReturn(true))
                        .build()
                        .filter(
                                exchange("https://shop.example/"),
                                passed -> Mono.delay(Duration.ofMinutes(1)).then()))
                .thenAwait(Duration.ofMinutes(2))
                .verifyComplete();
    }

    @Test
    void filter_lateYes_attributesAndSends() {
        AttributionWebFilter asking = filter().consent(asked -> Mono.just(true).delayElement(Duration.ofMillis(1)))
                .automaticPageViews(events::add)
                .build();
        MockServerWebExchange exchange = exchange("https://shop.example/?aleid=click-1");
        assertThat(visit(asking, exchange)).isPresent();
        assertThat(exchange.getResponse().getCookies()).containsOnlyKeys("_axeid", "_lfid");
        assertThat(events).hasSize(1);
    }

    @Test
    void filter_eachExchange_asksOnceAndOnlyWhereItActs() {
        AtomicInteger asked = new AtomicInteger();
        AttributionWebFilter asking = filter().consent(exchange -> Mono.fromSupplier(() -> {
                    asked.incrementAndGet();
                    return true;
                }))
                .automaticPageViews(events::add)
                .build();
        visit(asking, exchange("https://shop.example/app.js"));
        assertThat(asked).hasValue(0);
        visit(asking, exchange("https://shop.example/"));
        assertThat(asked).hasValue(1);
    }

    @Test
    void filter_policyByCookie_decidesForEachVisitor() {
        AttributionWebFilter asking = filter().consent(exchange -> {
                    HttpCookie choice = exchange.getRequest().getCookies().getFirst("consent");
                    return Mono.just(choice != null && choice.getValue().equals("yes"));
                })
                .build();
        assertThat(visit(asking, exchange("https://shop.example/"))).isEmpty();
        assertThat(visit(
                        asking,
                        MockServerWebExchange.from(
                                get("https://shop.example/").cookie(new HttpCookie("consent", "yes")))))
                .isPresent();
    }
}

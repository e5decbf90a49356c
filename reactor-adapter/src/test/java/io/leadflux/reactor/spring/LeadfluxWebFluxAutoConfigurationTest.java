package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.webflux.Attribution;
import io.leadflux.reactor.webflux.AttributionArgumentResolver;
import io.leadflux.reactor.webflux.AttributionWebFilter;
import io.leadflux.reactor.webflux.ConsentPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.http.ResponseCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Mono;

final class LeadfluxWebFluxAutoConfigurationTest {

    private static final AutoConfigurations CONFIGURATIONS =
            AutoConfigurations.of(LeadfluxAutoConfiguration.class, LeadfluxWebFluxAutoConfiguration.class);

    private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
            .withConfiguration(CONFIGURATIONS)
            .withPropertyValues(Leads.anywhere());

    @ParameterizedTest
    @CsvSource({
        "leadflux.filter.client-id-cookie, a cookie, leadflux.filter.client-id-cookie",
        "leadflux.filter.client-id-cookie, _axeid,   leadflux.filter.client-id-cookie",
        "leadflux.filter.alart-cookie,     _lfid,    leadflux.filter.alart-cookie",
        "leadflux.filter.consent-cookie,   consent,  leadflux.filter.consent-cookie",
        "leadflux.filter.consent-cookie,   :yes,     leadflux.filter.consent-cookie",
        "leadflux.filter.consent-cookie,   consent:, leadflux.filter.consent-cookie",
        "leadflux.filter.hosts,            a:8080,   leadflux.filter.hosts",
        "leadflux.filter.hosts,            https://a, leadflux.filter.hosts",
        "leadflux.filter.cookie-domain,    [::1],    leadflux.filter.cookie-domain",
        "leadflux.filter.cookie-max-age,   401d,     leadflux.filter.cookie-max-age",
        "leadflux.filter.consent-timeout,  0s,       leadflux.filter.consent-timeout",
        "leadflux.filter.max-value-length, 63,       leadflux.filter.max-value-length",
        "leadflux.filter.same-site,        none,     leadflux.filter.same-site",
        "leadflux.filter.except-paths,     /{a,      leadflux.filter.except-paths",
    })
    void start_unusableValue_namesItsProperty(String property, String value, String named) {
        runner.withPropertyValues(property + '=' + value).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new InvalidPropertyFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("property " + named + ": ");
        });
    }

    @Test
    void drain_siteWithOneClient_hasItsFilter() {
        runner.run(context -> assertThat(context).hasSingleBean(ServerDrainFilter.class));
        runner.withBean(
                        "another",
                        ConversionClient.class,
                        () -> ConversionClient.create((batch, key) -> Mono.never(), ApiKeySupplier.of("own")))
                .withBean(
                        "third",
                        ConversionClient.class,
                        () -> ConversionClient.create((batch, key) -> Mono.never(), ApiKeySupplier.of("own")))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ServerDrainFilter.class));
    }

    @Test
    void application_withoutWeb_hasNoFilter() {
        new ApplicationContextRunner()
                .withConfiguration(CONFIGURATIONS)
                .withPropertyValues(Leads.anywhere())
                .run(context -> assertThat(context)
                        .hasSingleBean(EventSink.class)
                        .doesNotHaveBean(AttributionWebFilter.class)
                        .doesNotHaveBean(AttributionArgumentResolver.class));
    }

    @Test
    void application_withoutWebFlux_hasNoFilter() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AttributionWebFilter.class));
    }

    @Test
    void filter_disabled_isNotThereWhileTheSinkIs() {
        runner.withPropertyValues("leadflux.filter.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(EventSink.class)
                        .doesNotHaveBean(AttributionWebFilter.class)
                        .doesNotHaveBean(AttributionArgumentResolver.class));
    }

    @Test
    void filter_ofTheApplication_makesOursBackOff() {
        AttributionWebFilter own = AttributionWebFilter.create();
        runner.withBean(AttributionWebFilter.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(AttributionWebFilter.class)).isSameAs(own));
    }

    @Test
    void filter_byDefault_sendsNoPageViews() {
        runner.run(context -> {
            visit(context.getBean(AttributionWebFilter.class));
            assertThat(context.getBean(ConversionClient.class).stats().submitted())
                    .isZero();
        });
    }

    @Test
    void filter_automaticPageViews_offersThemToTheSink() {
        runner.withPropertyValues("leadflux.filter.automatic-page-views=true").run(context -> {
            visit(context.getBean(AttributionWebFilter.class));
            assertThat(context.getBean(ConversionClient.class).stats().submitted())
                    .isOne();
        });
    }

    @Test
    void filter_consentPolicyOfTheApplication_isAsked() {
        runner.withPropertyValues("leadflux.filter.automatic-page-views=true")
                .withBean(ConsentPolicy.class, () -> exchange -> Mono.just(false))
                .run(context -> {
                    MockServerWebExchange exchange = visit(context.getBean(AttributionWebFilter.class));
                    assertThat(exchange.getResponse().getCookies()).isEmpty();
                    assertThat(context.getBean(ConversionClient.class).stats().submitted())
                            .isZero();
                });
    }

    @Test
    void filter_properties_reachIt() {
        runner.withPropertyValues(
                        "leadflux.filter.cookie-domain=shop.example",
                        "leadflux.filter.same-site=strict",
                        "leadflux.filter.http-only=false",
                        "leadflux.filter.always-secure=true",
                        "leadflux.filter.cookie-max-age=10d",
                        "leadflux.filter.order=17")
                .run(context -> {
                    AttributionWebFilter filter = context.getBean(AttributionWebFilter.class);
                    assertThat(filter.getOrder()).isEqualTo(17);
                    assertThat(visit(filter)
                                    .getResponse()
                                    .getCookies()
                                    .getFirst("_lfid")
                                    .toString())
                            .contains("Domain=shop.example", "SameSite=Strict", "Secure", "Max-Age=864000")
                            .doesNotContain("HttpOnly");
                });
    }

    @Test
    void filter_consentCookie_isRequired() {
        runner.withPropertyValues("leadflux.filter.consent-cookie=consent:marketing:yes")
                .run(context -> {
                    AttributionWebFilter filter = context.getBean(AttributionWebFilter.class);
                    assertThat(cookies(visit(filter, "Cookie", "consent=necessary")))
                            .isEmpty();
                    assertThat(cookies(visit(filter))).isEmpty();
                    assertThat(cookies(visit(filter, "Cookie", "consent=marketing:yes")))
                            .containsOnlyKeys("_axeid", "_lfid");
                });
    }

    @Test
    void filter_consentCookieAndPolicy_mustAgree() {
        runner.withPropertyValues("leadflux.filter.consent-cookie=consent:yes")
                .withBean(
                        ConsentPolicy.class,
                        () -> exchange ->
                                Mono.just(exchange.getRequest().getHeaders().getFirst("X-Opt-Out") == null))
                .run(context -> {
                    AttributionWebFilter filter = context.getBean(AttributionWebFilter.class);
                    assertThat(cookies(visit(filter, "Cookie", "consent=no"))).isEmpty();
                    assertThat(cookies(visit(filter, "Cookie", "consent=yes", "X-Opt-Out", "1")))
                            .isEmpty();
                    assertThat(cookies(visit(filter, "Cookie", "consent=yes"))).hasSize(2);
                });
    }

    @Test
    void filter_globalPrivacyControl_isObeyedOnDemand() {
        runner.run(context -> assertThat(cookies(visit(context.getBean(AttributionWebFilter.class), "Sec-GPC", "1")))
                .hasSize(2));
        runner.withPropertyValues("leadflux.filter.global-privacy-control=true").run(context -> {
            AttributionWebFilter filter = context.getBean(AttributionWebFilter.class);
            assertThat(cookies(visit(filter, "Sec-GPC", "1"))).isEmpty();
            assertThat(cookies(visit(filter, "Sec-GPC", "0"))).hasSize(2);
        });
    }

    @Test
    void filter_hosts_replaceAnyOther() {
        runner.withPropertyValues("leadflux.filter.hosts=www.shop.example,pay.shop.example")
                .run(context -> {
                    MockServerWebExchange exchange = visit(context.getBean(AttributionWebFilter.class));
                    Attribution found = exchange.getAttribute(Attribution.class.getName());
                    assertThat(found.eventSourceUrl()).isEqualTo("https://www.shop.example");
                });
    }

    @Test
    void filter_cacheablePages_getNoCookiesOnDemand() {
        runner.withPropertyValues("leadflux.filter.cookies-on-cacheable=false").run(context -> {
            AttributionWebFilter filter = context.getBean(AttributionWebFilter.class);
            MockServerWebExchange exchange = exchange();
            exchange.getResponse().getHeaders().set("Cache-Control", "public, max-age=60");
            filter.filter(exchange, page -> page.getResponse().setComplete()).block(Leads.PATIENCE);
            assertThat(exchange.getResponse().getCookies()).isEmpty();
            assertThat(exchange.getResponse().getHeaders().getFirst("Cache-Control"))
                    .isEqualTo("public, max-age=60");
        });
    }

    @Test
    void filter_exceptPaths_leavesThemAlone() {
        runner.withPropertyValues("leadflux.filter.except-paths=/about,/")
                .run(context -> assertThat(visit(context.getBean(AttributionWebFilter.class))
                                .getResponse()
                                .getCookies())
                        .isEmpty());
    }

    private static MockServerWebExchange visit(AttributionWebFilter filter, String... headers) {
        MockServerWebExchange exchange = exchange(headers);
        filter.filter(exchange, page -> {
                    page.getResponse().getHeaders().set("Content-Type", "text/html");
                    return page.getResponse().setComplete();
                })
                .block(Leads.PATIENCE);
        return exchange;
    }

    private static MockServerWebExchange exchange(String... headers) {
        MockServerHttpRequest.BaseBuilder<?> request = MockServerHttpRequest.get("https://shop.example/?aleid=click-1")
                .header("Accept", "text/html")
                .header("User-Agent", "Mozilla/5.0");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return MockServerWebExchange.from(request.build());
    }

    private static MultiValueMap<String, ResponseCookie> cookies(MockServerWebExchange exchange) {
        return exchange.getResponse().getCookies();
    }
}

package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.delivery.ApiKeySupplier;
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
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
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
                        "leadflux.filter.client-id-cookie=visitor",
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
                                    .getFirst("visitor")
                                    .toString())
                            .contains("Domain=shop.example", "SameSite=Strict", "Secure", "Max-Age=864000")
                            .doesNotContain("HttpOnly");
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

    private static MockServerWebExchange visit(AttributionWebFilter filter) {
        MockServerWebExchange exchange =
                MockServerWebExchange.from(MockServerHttpRequest.get("https://shop.example/?aleid=click-1")
                        .header("Accept", "text/html")
                        .header("User-Agent", "Mozilla/5.0")
                        .build());
        filter.filter(exchange, page -> {
                    page.getResponse().getHeaders().set("Content-Type", "text/html");
                    return page.getResponse().setComplete();
                })
                .block(Leads.PATIENCE);
        return exchange;
    }
}

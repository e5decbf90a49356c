package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.MethodParameter;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

final class AttributionArgumentResolverTest {

    @ParameterizedTest
    @ValueSource(strings = {"/optional", "/mono", "/nullable", "/declared", "/context"})
    void resolveArgument_noConsent_givesNothing(String path) {
        assertThat(get(exchange -> Mono.just(false), path)).isEqualTo("200 none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/optional", "/mono", "/nullable", "/declared", "/context"})
    void resolveArgument_consent_givesTheAttribution(String path) {
        assertThat(get(ConsentPolicy.always(), path)).isEqualTo("200 click-1");
    }

    @Test
    void resolveArgument_plainParameter_isRefusedWithAndWithoutConsent() {
        assertThat(get(ConsentPolicy.always(), "/plain")).startsWith("500");
        assertThat(get(exchange -> Mono.just(false), "/plain")).startsWith("500");
    }

    @Test
    void resolveArgument_plainParameter_saysWhatToDeclare() throws NoSuchMethodException {
        MethodParameter plain = new MethodParameter(Pages.class.getDeclaredMethod("plain", Attribution.class), 0);
        Mono<Object> argument = AttributionArgumentResolver.create()
                .resolveArgument(plain, null, Visits.exchange("https://shop.example/"));
        assertThat(argument.onErrorResume(e -> Mono.just(e.getMessage())).block(Visits.PATIENCE))
                .asString()
                .contains("Optional<Attribution>", "Mono<Attribution>", "@Nullable Attribution", "plain");
    }

    @Test
    void supportsParameter_anythingElse_saysNo() throws NoSuchMethodException {
        AttributionArgumentResolver resolver = AttributionArgumentResolver.create();
        var method = Pages.class.getDeclaredMethod("others", Optional.class, Mono.class, List.class, String.class);
        for (int i = 0; i < 4; i++) {
            assertThat(resolver.supportsParameter(new MethodParameter(method, i)))
                    .as("parameter %d", i)
                    .isFalse();
        }
    }

    // Status and body; what the client itself asserts differs in its binary form between the lines of Spring.
    private static String get(ConsentPolicy consent, String path) {
        EntityExchangeResult<String> result = WebTestClient.bindToController(new Pages())
                .argumentResolvers(resolvers -> resolvers.addCustomResolver(AttributionArgumentResolver.create()))
                .webFilter(Visits.filter().consent(consent).build())
                .build()
                .get()
                .uri(path + "?aleid=click-1")
                .exchange()
                .expectBody(String.class)
                .returnResult();
        return result.getStatus().value() + " " + result.getResponseBody();
    }

    private interface Declared {

        /** As older null-annotations do, it stands with the parameter and not with its type. */
        @Retention(RetentionPolicy.RUNTIME)
        @Target(ElementType.PARAMETER)
        @interface Nullable {}
    }

    @RestController
    static final class Pages {

        @GetMapping("/optional")
        String optional(Optional<Attribution> attribution) {
            return aleid(attribution);
        }

        @GetMapping("/mono")
        Mono<String> mono(Mono<Attribution> attribution) {
            return attribution
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .map(Pages::aleid);
        }

        @GetMapping("/nullable")
        String nullable(@Nullable Attribution attribution) {
            return aleid(Optional.ofNullable(attribution));
        }

        @GetMapping("/declared")
        String declared(@Declared.Nullable Attribution attribution) {
            return aleid(Optional.ofNullable(attribution));
        }

        @GetMapping("/context")
        Mono<String> context() {
            return Mono.deferContextual(context -> Mono.just(aleid(Attribution.from(context))));
        }

        @GetMapping("/plain")
        String plain(Attribution attribution) {
            return aleid(Optional.of(attribution));
        }

        void others(Optional<String> optional, Mono<String> mono, List<Attribution> list, String text) {}

        private static String aleid(Optional<Attribution> attribution) {
            return attribution.map(found -> found.userData().aleid()).orElse("none");
        }
    }
}

package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.util.pattern.PatternParseException;

final class AttributionWebFilterOptionsTest {

    private final AttributionWebFilter.Builder builder = AttributionWebFilter.builder();

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a=b", "a\r\nb", "\u00e4", "\""})
    void cookieNames_noToken_throwWithTheValue(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.clientIdCookie(name))
                .withMessageContaining(name);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.alartCookie(name))
                .withMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".example.com", "example.com.", "a b", "https://example.com", "example.com:80", "[::1]"})
    void cookieDomain_noDomain_throwsWithTheValue(String domain) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.cookieDomain(domain))
                .withMessageContaining(domain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "P401D"})
    void cookieMaxAge_outOfRange_throwsWithTheValue(Duration age) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.cookieMaxAge(age))
                .withMessageContaining(age.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT60.001S"})
    void consentTimeout_outOfRange_throwsWithTheValue(Duration timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.consentTimeout(timeout))
                .withMessageContaining(timeout.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 63, 2_049})
    void maxValueLength_outOfRange_throwsWithTheValue(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxValueLength(length))
                .withMessageContaining(Integer.toString(length));
    }

    @Test
    void paths_noneOrMalformed_throws() {
        assertThatIllegalArgumentException().isThrownBy(builder::paths);
        assertThatThrownBy(() -> builder.paths("/{")).isInstanceOf(PatternParseException.class);
        assertThatThrownBy(() -> builder.exceptPaths("/{")).isInstanceOf(PatternParseException.class);
    }

    @Test
    void build_oneNameTwice_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AttributionWebFilter.builder().clientIdCookie("_axeid").build())
                .withMessageContaining("_axeid");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AttributionWebFilter.builder().alartCookie("_axeid").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        AttributionWebFilter.builder().alartCookie("_lfid").build());
    }

    @Test
    void build_sameSiteNoneWithoutSecure_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.sameSite(SameSite.NONE).build());
        assertThat(builder.alwaysSecure(true).build()).isNotNull();
    }

    @Test
    void getOrder_byDefault_isInFrontOfSpringSecurity() {
        assertThat(AttributionWebFilter.create().getOrder()).isEqualTo(-200);
        assertThat(builder.order(7).build().getOrder()).isEqualTo(7);
    }
}

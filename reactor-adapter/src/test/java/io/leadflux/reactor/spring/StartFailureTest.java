package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What someone reads whose site does not start, Actuator being there. */
@Tag("proof")
final class StartFailureTest {

    @ParameterizedTest
    @CsvSource({
        "${LEADFLUX_PIXEL_ID}, a-key, leadflux.pixel-id, LEADFLUX_PIXEL_ID",
        "a-pixel-id, ${LEADFLUX_API_KEY}, leadflux.api-key, LEADFLUX_API_KEY",
        "a-pixel-id, '', leadflux.api-key, LEADFLUX_API_KEY",
    })
    void start_credentialMissing_isAFewLinesWithoutAStackTrace(
            String pixelId, String key, String property, String variable) throws Exception {
        List<String> output;
        try (SiteProcess site = SiteProcess.start("--leadflux.pixel-id=" + pixelId, "--leadflux.api-key=" + key)) {
            output = site.output();
        }
        String text = String.join("\n", output);
        assertThat(output)
                .anyMatch(line -> line.contains("the property " + property + ": ") && line.contains(variable));
        assertThat(output).noneMatch(line -> line.startsWith("\tat "));
        assertThat(text).contains("APPLICATION FAILED TO START", "leadflux.mode=dry-run");
        assertThat(output).hasSizeLessThan(40);
    }
}

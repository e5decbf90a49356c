package io.leadflux.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.reactor.emulator.EndpointEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FirstEventsTest {

    private static final Path SOURCE = Path.of("src/main/java/io/leadflux/examples/FirstEvents.java");
    private static final Path README = Path.of("../README.md");

    @Test
    void send_emulator_takesBothEvents() {
        EndpointEmulator emulator =
                EndpointEmulator.builder().port(0).pixelId("p").apiKey(Run.KEY).start();
        try {
            FirstEvents.send(emulator.uri(), "p", Run.KEY);

            assertThat(emulator.ledger().accepted(EventName.PAGE_VIEW)).isEqualTo(1);
            assertThat(emulator.ledger().accepted(EventName.GENERATE_LEAD)).isEqualTo(1);
        } finally {
            emulator.dispose();
        }
    }

    @Test
    void readme_sample_isTheCompiledOne() throws IOException {
        String source = between(Files.readString(SOURCE), "// sample:begin\n", "        // sample:end");

        assertThat(between(Files.readString(README), "<!-- sample -->\n```java\n", "```\n<!-- sample -->"))
                .isEqualTo(source.stripTrailing().stripIndent() + "\n");
        assertThat(source.lines()).hasSizeLessThanOrEqualTo(15);
    }

    private static String between(String text, String before, String after) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}

package io.leadflux.examples.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.json.EventReader;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MixedEventsTest {

    private static final Path FILE = Path.of("data/mixed-events.ndjson");

    @Test
    void committedFile_isWhatTheGeneratorWrites() throws IOException {
        ByteArrayOutputStream generated = new ByteArrayOutputStream();
        GenerateCommand.writeMixed(generated, GenerateCommand.SEED, 1000);

        assertThat(FILE).hasBinaryContent(generated.toByteArray());
    }

    @Test
    void committedFile_breaksEveryRuleThatAFileCanBreak() throws IOException {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        for (Broken line : brokenLines()) {
            line.violations().forEach(violation -> broken.add(violation.rule()));
        }

        assertThat(EnumSet.complementOf(EnumSet.copyOf(broken)))
                .as("off by default, beyond the reader's limit, and the client's own")
                .containsExactlyInAnyOrder(
                        Rule.EVENT_TIME_TOO_OLD,
                        Rule.EVENT_TOO_LARGE,
                        Rule.CONSENT_WITHHELD,
                        Rule.TRANSFORMATION_FAILED);
    }

    @Test
    void committedFile_eachBrokenLineBreaksTheIntendedRules() throws IOException, Exception {
        TreeMap<String, String> found = new TreeMap<>();
        for (Broken line : brokenLines()) {
            found.put(line.what(), rules(line.violations()));
        }
        Path expected =
                Path.of(getClass().getResource("mixed-events-expected.txt").toURI());

        assertThat(found.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()))
                .containsExactlyElementsOf(Files.readAllLines(expected));
    }

    private static String rules(List<Violation> violations) {
        return violations.stream()
                .map(violation -> violation.field().isEmpty()
                        ? violation.rule().name()
                        : violation.field() + ' ' + violation.rule())
                .collect(Collectors.joining(", "));
    }

    private static List<Broken> brokenLines() throws IOException {
        EventReader reader = EventReader.create();
        EventValidator validator = EventValidator.create();
        return MixedEvents.lines(GenerateCommand.SEED, 1000).stream()
                .filter(line -> line.breakage() != null)
                .map(line -> new Broken(
                        line.breakage().what(), reader.read(line.bytes()).violations(validator)))
                .toList();
    }

    private record Broken(String what, List<Violation> violations) {}
}

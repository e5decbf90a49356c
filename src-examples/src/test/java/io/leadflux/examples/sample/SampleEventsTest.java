package io.leadflux.examples.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventReader;
import io.leadflux.json.ReadResult;
import io.leadflux.validation.EventValidator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SampleEventsTest {

    private static final Path FILE = Path.of("data/sample-events.ndjson");

    @Test
    void next_manySeeds_returnsValidEventsOnly() {
        EventValidator validator = EventValidator.create();
        for (long seed = 1; seed <= 20; seed++) {
            for (ServerEvent event : SampleEvents.seeded(seed).list(1000)) {
                assertThat(validator.validate(event))
                        .as("seed %d, %s", seed, event)
                        .isEmpty();
            }
        }
    }

    @Test
    void committedFile_isWhatTheGeneratorWrites() throws IOException {
        ByteArrayOutputStream generated = new ByteArrayOutputStream();
        GenerateCommand.writeValid(generated, GenerateCommand.SEED, 1000);

        assertThat(FILE).hasBinaryContent(generated.toByteArray());
    }

    @Test
    void committedFile_readsBackAsTheEvents() throws IOException {
        EventReader reader = EventReader.create();
        List<ReadResult> read = Files.readAllLines(FILE).stream()
                .map(line -> reader.read(line.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toList();

        assertThat(read)
                .extracting(ReadResult::event)
                .isEqualTo(SampleEvents.seeded(GenerateCommand.SEED).list(1000));
    }

    @Test
    void committedFile_isVaried() {
        List<ServerEvent> events = SampleEvents.seeded(GenerateCommand.SEED).list(1000);

        assertThat(events)
                .filteredOn(event -> event.name() == EventName.GENERATE_LEAD)
                .hasSizeBetween(200, 300);
        assertThat(events).filteredOn(event -> event.dedupeId() == null).hasSizeBetween(400, 500);
        assertThat(users(events, UserData::esi)).contains(EventSource.WEB, EventSource.APP);
        assertThat(users(events, UserData::clientUserAgent).stream().distinct()).hasSizeGreaterThan(100);
        assertThat(users(events, UserData::clientIpAddress))
                .anyMatch(a -> a.contains(":"))
                .anyMatch(a -> a.contains("."));
        assertThat(events.stream().map(ServerEvent::dedupeId).filter(Objects::nonNull))
                .doesNotHaveDuplicates();
    }

    private static <T> List<T> users(List<ServerEvent> events, Function<UserData, T> field) {
        return events.stream()
                .map(ServerEvent::userData)
                .filter(Objects::nonNull)
                .map(field)
                .toList();
    }
}

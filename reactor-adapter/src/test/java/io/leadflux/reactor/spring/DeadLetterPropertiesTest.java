package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.EventSink;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.deadletter.NdjsonDeadLetters;
import io.leadflux.reactor.delivery.DeadLetterHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** The file of dead letters that properties make. */
final class DeadLetterPropertiesTest {

    private static final String PATH = "leadflux.dead-letters.path=";

    @TempDir
    private Path folder = Path.of("");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LeadfluxAutoConfiguration.class))
            .withPropertyValues(Leads.anywhere());

    private static InvalidPropertyException refusal(AssertableApplicationContext context) {
        Throwable failure = context.getStartupFailure();
        while (failure != null && !(failure instanceof InvalidPropertyException)) {
            failure = failure.getCause();
        }
        assertThat(failure).isNotNull();
        return (InvalidPropertyException) failure;
    }

    @Test
    void path_folderMissing_isRefusedAtTheStart() {
        Path file = folder.resolve("no/letters.ndjson");

        runner.withPropertyValues(PATH + file).run(context -> {
            assertThat(refusal(context).property()).isEqualTo("leadflux.dead-letters.path");
            assertThat(refusal(context).reason()).startsWith("the file cannot be opened (NoSuchFileException: ");
        });
    }

    @Test
    void path_symbolicLink_isRefusedAtTheStart() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("letters.ndjson"), folder.resolve("target"));

        runner.withPropertyValues(PATH + link)
                .run(context -> assertThat(refusal(context).reason()).contains("not a symbolic link"));
        assertThat(folder.resolve("target")).doesNotExist();
    }

    @Test
    void path_empty_isRefusedWithTheWayOut() {
        runner.withPropertyValues(PATH)
                .run(context -> assertThat(refusal(context)).hasMessageContaining("leave it out to keep none"));
    }

    @ParameterizedTest
    @CsvSource({
        "leadflux.dead-letters.max-file-size, 1023B",
        "leadflux.dead-letters.max-file-size, 1025GB",
        "leadflux.dead-letters.max-files, 0",
        "leadflux.dead-letters.max-files, 1001"
    })
    void limit_outOfRange_namesTheProperty(String property, String value) {
        runner.withPropertyValues(PATH + folder.resolve("letters.ndjson"), property + '=' + value)
                .run(context -> assertThat(refusal(context).property()).isEqualTo(property));
    }

    @Test
    void path_set_keepsWhatIsNotAcceptedUntilTheContextHasClosed() {
        Path file = folder.resolve("letters.ndjson");

        runner.withPropertyValues(PATH + file).run(context -> {
            context.getBean(EventSink.class).tryEmit(Events.invalid(1));
            assertThat(context).hasSingleBean(NdjsonDeadLetters.class);
        });

        assertThat(file).content().contains("\"dedupe_id\":\"event-1\"").hasLineCount(1);
    }

    @Test
    void maxFiles_severalSmallOnes_rotates() throws IOException {
        Path file = folder.resolve("letters.ndjson");

        runner.withPropertyValues(
                        PATH + file, "leadflux.dead-letters.max-file-size=1KB", "leadflux.dead-letters.max-files=2")
                .run(context -> {
                    for (int i = 0; i < 30; i++) {
                        context.getBean(EventSink.class).tryEmit(Events.invalid(i));
                    }
                });

        try (var files = Files.list(folder)) {
            assertThat(files.sorted().toList()).isEqualTo(List.of(file, folder.resolve("letters.ndjson.1")));
        }
    }

    @Test
    void path_unset_keepsNone() {
        runner.run(context -> assertThat(context).doesNotHaveBean(DeadLetterHandler.class));
    }

    @Test
    void path_besideTheApplicationsHandler_isLeftAlone() {
        Path file = folder.resolve("letters.ndjson");

        runner.withPropertyValues(PATH + file)
                .withBean(DeadLetterHandler.class, () -> letter -> Mono.empty())
                .run(context -> assertThat(context).doesNotHaveBean(NdjsonDeadLetters.class));
        assertThat(file).doesNotExist();
    }
}

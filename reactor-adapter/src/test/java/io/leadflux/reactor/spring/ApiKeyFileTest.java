package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

final class ApiKeyFileTest {

    @TempDir
    private Path folder;

    @Test
    void of_missingFile_saysSo() {
        assertThatThrownBy(() -> ApiKeyFile.of(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the file cannot be read (NoSuchFileException)");
    }

    @Test
    void of_folder_cannotBeRead() {
        assertThatThrownBy(() -> ApiKeyFile.of(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the file cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "s3cr3t s3cr3t", "s3cr3t\ns3cr3t", "s3cr3t\u00e9"})
    void of_unusableContent_isRefusedWithoutRepeatingIt(String content) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> ApiKeyFile.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void of_blankContent_saysSo(String content) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> ApiKeyFile.of(file)).hasMessageContaining("must not be blank");
    }

    @Test
    void of_tooLargeFile_isRefused() throws IOException {
        Path file = write("k".repeat(8 * 1024 + 1));
        assertThatThrownBy(() -> ApiKeyFile.of(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8192");
    }

    @Test
    void apiKey_fileWrittenAnew_isTheNewKey() throws IOException {
        ApiKeyFile keys = ApiKeyFile.of(write("  the-first\r\n"));
        StepVerifier.create(keys.apiKey()).expectNext("the-first").verifyComplete();
        write("the-second");
        StepVerifier.create(keys.apiKey()).expectNext("the-second").verifyComplete();
    }

    @Test
    void apiKey_fileGone_errsForNow() throws IOException {
        Path file = write("the-first");
        ApiKeyFile keys = ApiKeyFile.of(file);
        Files.delete(file);
        StepVerifier.create(keys.apiKey()).verifyError(IllegalArgumentException.class);
        write("the-second");
        StepVerifier.create(keys.apiKey()).expectNext("the-second").verifyComplete();
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("key"), content);
    }
}

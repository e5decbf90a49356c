package io.leadflux.reactor.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;

/** Guards the build's promise that these tests run on three lines of Spring Boot. */
final class BootVersionTest {

    @Test
    void boot_inEachRun_isTheOneThatTheBuildNames() {
        String actual = SpringBootVersion.getVersion();
        assertThat(actual).isEqualTo(System.getProperty("leadflux.test.boot", actual));
    }
}

package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.core.SpringVersion;

/** Guards the build's promise that these tests run on two lines of Spring. */
final class SpringVersionTest {

    @Test
    void spring_inEachRun_isTheOneThatTheBuildNames() {
        String actual = SpringVersion.getVersion();
        assertThat(actual).isEqualTo(System.getProperty("leadflux.test.spring", actual));
    }
}

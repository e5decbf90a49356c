package io.leadflux.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.examples.Run;
import io.leadflux.examples.terminal.CommandContext;
import io.leadflux.examples.terminal.Terminal;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuickStartTest {

    @Test
    void quickstart_noTerminal_printsPlainAscii() {
        Run run = Run.of("quickstart");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).matches("[\\x20-\\x7e\\n]+");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
    }

    @Test
    void quickstart_bundledEvents_getOneResultEach() {
        String page = Run.of("quickstart").out();

        assertThat(page)
                .contains("What became of 1,994 events")
                .containsPattern("ACCEPTED +1,881 ")
                .containsPattern("INVALID +113 ")
                .contains("the endpoint accepted 1,881 events")
                .contains("Why 113 were invalid")
                .containsPattern("user_data.client_ip_address +ADDRESS_")
                .contains("URL_PATH 2");
    }

    @Test
    void quickstart_terminal_printsColours() {
        CommandContext terminal = new CommandContext(
                InputStream.nullInputStream(),
                new Terminal(true, true),
                Map.<String, String>of()::get,
                (stop, timeout) -> () -> {});

        assertThat(Run.in(terminal, "quickstart").out())
                .contains("\u001b[32m")
                .contains("\u2588")
                .contains("\u2500");
    }
}

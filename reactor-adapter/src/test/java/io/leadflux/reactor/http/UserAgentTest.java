package io.leadflux.reactor.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.Watchdog;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserAgentTest {

    private final EndpointEmulator emulator = EndpointEmulator.builder().start();
    private final List<String> agents = new CopyOnWriteArrayList<>();

    @BeforeEach
    void record() {
        emulator.script().rule(request -> {
            agents.add(request.header("User-Agent"));
            return Response.process();
        });
    }

    @AfterEach
    void stop() {
        emulator.disposeNow();
    }

    @Test
    void request_onTheWire_saysLeadfluxAndItsVersion() {
        send(sender().build());
        assertThat(agents).containsExactly(UserAgent.VALUE);
        assertThat(UserAgent.VALUE).matches("leadflux/(dev|\\d+\\.\\d+\\.\\d+(-[A-Z0-9]+)?)");
    }

    @Test
    void request_customizerWithAnAgent_saysThatOne() {
        send(sender().httpClient(http -> http.headers(headers -> headers.set("User-Agent", "shop/1")))
                .build());
        assertThat(agents).containsExactly("shop/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "${project.version}", "1\r\nX-Other: 2"})
    void version_thatTheBuildDidNotWrite_isDev(String content) {
        assertThat(UserAgent.version(new ByteArrayInputStream(content.getBytes(UTF_8))))
                .isEqualTo("dev");
    }

    @Test
    void version_missingOrUnreadable_isDev() throws IOException {
        assertThat(UserAgent.version(null)).isEqualTo("dev");
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        assertThat(UserAgent.version(closed)).isEqualTo("dev");
    }

    @Test
    void version_ofARelease_isRead() {
        assertThat(UserAgent.version(new ByteArrayInputStream("0.1.0-SNAPSHOT\n".getBytes(UTF_8))))
                .isEqualTo("0.1.0-SNAPSHOT");
    }

    private HttpEventSender.Builder sender() {
        return HttpEventSender.builder(EndpointEmulator.DEFAULT_PIXEL_ID).endpoint(emulator.uri());
    }

    private static void send(HttpEventSender sender) {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        accumulator.add(Events.valid(0));
        sender.send(accumulator.seal(), EndpointEmulator.DEFAULT_KEY).block(Watchdog.LIMIT);
    }
}

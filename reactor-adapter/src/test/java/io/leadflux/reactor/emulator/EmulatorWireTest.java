package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.Watchdog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client library would never send. */
class EmulatorWireTest {

    private static final int ANNOUNCED = 1 << 18;
    private static final String GOOD = Wire.envelope(Wire.withId(Wire.LEAD, "a"));

    private final List<RawConnection> connections = new ArrayList<>();
    private EndpointEmulator emulator = EndpointEmulator.builder()
            .clock(new ManualClock())
            .hosts("Emulator.Test")
            .start();

    @AfterEach
    void stop() throws IOException {
        for (RawConnection connection : connections) {
            connection.close();
        }
        emulator.disposeNow();
    }

    @Test
    void halfSent_takesMemoryForWhatArrived() throws IOException {
        for (int i = 0; i < 100; i++) {
            open().send(RawConnection.head(ANNOUNCED) + "{\"events\":[");
        }
        awaitRequests(100);

        assertThat(emulator.bufferedBytes()).isLessThanOrEqualTo(100 * 256);
    }

    @Test
    void halfSent_withAWrongKeyTakesNone() throws IOException {
        open().send(RawConnection.head("localhost", "wrong", ANNOUNCED) + "x".repeat(100_000));
        awaitRequests(1);

        assertThat(open().send(RawConnection.head("localhost", "wrong", 2) + "{}")
                        .response())
                .startsWith("HTTP/1.1 401");
        assertThat(emulator.bufferedBytes()).isZero();
    }

    @Test
    void bodies_areBoundedTogether() throws IOException {
        emulator.disposeNow();
        emulator = EndpointEmulator.builder()
                .clock(new ManualClock())
                .maxBufferedBytes(10_000)
                .start();
        RawConnection first = open().send(RawConnection.head(9_700) + "x".repeat(9_500));
        await(() -> emulator.bufferedBytes() >= 9_500);

        assertThat(open().send(RawConnection.head(GOOD.length()) + GOOD).response())
                .startsWith("HTTP/1.1 503");
        assertThat(emulator.ledger().recentRejections())
                .map(Rejection::message)
                .containsExactly("body: all bodies together must be 10000 bytes at most");

        first.reset();
        await(() -> emulator.bufferedBytes() == 0);
        assertThat(open().send(RawConnection.head(GOOD.length()) + GOOD).response())
                .startsWith("HTTP/1.1 200");
        assertThat(emulator.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebound.example",
                "127.0.0.1.rebound.example",
                "localhost.rebound.example:8080",
                "notlocalhost",
                "10.0.0.1",
                "127.1",
                "[::2]",
                "user@localhost",
                ""
            })
    void host_ofAnotherSite(String host) throws IOException {
        String response = open().send(RawConnection.head(host, EndpointEmulator.DEFAULT_KEY, GOOD.length()) + GOOD)
                .response();

        assertThat(response).startsWith("HTTP/1.1 421").contains("Host: must be a loopback name or address");
        assertThat(open().send("GET /ledger HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .response())
                .startsWith("HTTP/1.1 421");
        assertThat(emulator.ledger().received()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "site.localhost",
                "127.0.0.1",
                "127.8.9.10:1",
                "[::1]:8080",
                "[::1]",
                "emulator.test:80"
            })
    void host_ofThisMachine(String host) throws IOException {
        assertThat(open().send(RawConnection.head(host, EndpointEmulator.DEFAULT_KEY, GOOD.length()) + GOOD)
                        .response())
                .startsWith("HTTP/1.1 200");
    }

    private RawConnection open() throws IOException {
        RawConnection connection = new RawConnection(emulator);
        connections.add(connection);
        return connection;
    }

    private void awaitRequests(int requests) {
        await(() -> emulator.requests() >= requests);
    }

    private static void await(java.util.function.BooleanSupplier reached) {
        long end = System.nanoTime() + Watchdog.LIMIT.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            Thread.onSpinWait();
        }
    }
}

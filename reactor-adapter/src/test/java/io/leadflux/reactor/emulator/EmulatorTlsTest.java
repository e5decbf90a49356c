package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.reactor.Watchdog;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.http.client.HttpClient;

class EmulatorTlsTest {

    private static final String PASSWORD = "for-this-test-only";

    @TempDir
    Path folder;

    @Test
    void request_overTls() throws Exception {
        KeyStore keys = selfSigned();
        SslContext trusting = SslContextBuilder.forClient()
                .trustManager((X509Certificate) keys.getCertificate("emulator"))
                .build();
        EndpointEmulator emulator = EndpointEmulator.builder()
                .clock(new ManualClock())
                .sslContext(serverContext(keys))
                .start();
        try {
            assertThat(emulator.uri().getScheme()).isEqualTo("https");

            HttpClient unknowing = HttpClient.newConnection().secure();
            assertThatThrownBy(() -> Wire.get(Wire.post(emulator, unknowing, Wire.envelope(Wire.LEAD))))
                    .hasCauseInstanceOf(SSLException.class);

            HttpClient client = HttpClient.newConnection().secure(spec -> spec.sslContext(trusting));
            assertThat(Wire.get(Wire.post(emulator, client, Wire.envelope(Wire.LEAD)))
                            .status())
                    .isEqualTo(200);
        } finally {
            emulator.disposeNow();
        }
        assertThat(emulator.ledger().accepted()).isEqualTo(1);
    }

    private static SslContext serverContext(KeyStore keys) throws GeneralSecurityException, SSLException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        return SslContextBuilder.forServer(managers).build();
    }

    private KeyStore selfSigned() throws GeneralSecurityException, IOException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "emulator",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(process.waitFor(Watchdog.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(file)) {
            keys.load(stored, PASSWORD.toCharArray());
        }
        return keys;
    }
}

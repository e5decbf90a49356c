package io.leadflux.benchmarks.endpoint;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A key store with one self-signed certificate for 127.0.0.1, and the TLS contexts made from it. */
public final class Keys {

    private static final String PASSWORD = "only-for-measuring";
    private static final String ALIAS = "endpoint";

    private final KeyStore store;

    private Keys(KeyStore store) {
        this.store = store;
    }

    /** Creates a key store with the JDK's keytool. */
    public static void create(Path file) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        ALIAS,
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
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool ended with " + process.exitValue());
        }
    }

    /** Reads the key store of that file. */
    public static Keys at(Path file) throws IOException {
        try (InputStream stored = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stored, PASSWORD.toCharArray());
            return new Keys(store);
        } catch (GeneralSecurityException broken) {
            throw new IOException("the key store cannot be read", broken);
        }
    }

    SslContext forServer() throws IOException {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            return SslContextBuilder.forServer(managers).build();
        } catch (GeneralSecurityException broken) {
            throw new IOException("no TLS for the endpoint", broken);
        }
    }

    /** Trusts the one certificate. */
    public SslContext forNetty() {
        try {
            return SslContextBuilder.forClient()
                    .trustManager((X509Certificate) store.getCertificate(ALIAS))
                    .build();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no TLS for Netty", broken);
        } catch (IOException broken) {
            throw new UncheckedIOException("no TLS for Netty", broken);
        }
    }

    /** Trusts the one certificate. */
    public SSLContext forJdk() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust()}, null);
            return context;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("no TLS for the JDK's client", broken);
        }
    }

    /** Trusts the one certificate. */
    public X509TrustManager trust() {
        try {
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            return (X509TrustManager) managers.getTrustManagers()[0];
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the certificate cannot be trusted", broken);
        }
    }
}

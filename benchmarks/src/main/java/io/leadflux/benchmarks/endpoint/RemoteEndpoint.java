package io.leadflux.benchmarks.endpoint;

import io.leadflux.benchmarks.process.Child;
import io.leadflux.benchmarks.process.Span;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An {@link Endpoint} in a process of its own; it ends with {@link #close()}, and its key store is deleted. */
public final class RemoteEndpoint implements AutoCloseable {

    private static final String HEAP = "128m";

    private final Child process;
    private final URI uri;
    private final @Nullable Path keys;

    private RemoteEndpoint(Duration serverTime, @Nullable Path keys) throws IOException {
        this.keys = keys;
        String time = Span.text(serverTime);
        process = Child.start(Endpoint.class, HEAP, keys == null ? List.of(time) : List.of(time, keys.toString()));
        uri = URI.create((keys == null ? "http" : "https") + "://127.0.0.1:" + process.readLine() + "/v1/event");
    }

    /**
     * Starts one.
     *
     * @param serverTime how long it takes for each answer
     */
    public static RemoteEndpoint start(Duration serverTime) throws IOException {
        return new RemoteEndpoint(serverTime, null);
    }

    /** Starts one that speaks TLS with a certificate of its own making. */
    public static RemoteEndpoint startTls(Duration serverTime) throws IOException, InterruptedException {
        Path keys = Files.createTempDirectory("endpoint").resolve("keys.p12");
        Keys.create(keys);
        return new RemoteEndpoint(serverTime, keys);
    }

    /** Where it listens. */
    public URI uri() {
        return uri;
    }

    /** What to trust, as a file; null without TLS. */
    public @Nullable Path keys() {
        return keys;
    }

    @Override
    public void close() throws IOException {
        process.close();
        if (keys != null) {
            Files.delete(keys);
            Files.deleteIfExists(keys.toAbsolutePath().getParent());
        }
    }
}

package io.leadflux.benchmarks.endpoint;

import io.leadflux.benchmarks.process.ChildProcess;
import io.leadflux.benchmarks.process.DurationConverter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link LoopbackEndpoint} in its own process; {@link #close()} ends it and deletes its key store. */
public final class EndpointProcess implements AutoCloseable {

    private static final String HEAP = "128m";

    private final ChildProcess process;
    private final URI uri;
    private final @Nullable Path keys;

    private EndpointProcess(Duration serverTime, @Nullable Path keys) throws IOException {
        this.keys = keys;
        String time = DurationConverter.text(serverTime);
        process = ChildProcess.start(
                LoopbackEndpoint.class, HEAP, keys == null ? List.of(time) : List.of(time, keys.toString()));
        uri = URI.create((keys == null ? "http" : "https") + "://127.0.0.1:" + process.readLine() + "/v1/event");
    }

    /**
     * Starts an endpoint.
     *
     * @param serverTime how long each response takes
     */
    public static EndpointProcess start(Duration serverTime) throws IOException {
        return new EndpointProcess(serverTime, null);
    }

    /** Starts an endpoint that speaks TLS with a self-signed certificate. */
    public static EndpointProcess startTls(Duration serverTime) throws IOException, InterruptedException {
        Path keys = Files.createTempDirectory("endpoint").resolve("keys.p12");
        Keys.create(keys);
        return new EndpointProcess(serverTime, keys);
    }

    /** The address that it listens at. */
    public URI uri() {
        return uri;
    }

    /** The key store to trust; null without TLS. */
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

package io.leadflux.examples.replay;

import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.DurationText;
import io.leadflux.examples.terminal.Environment;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.OverflowPolicy;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.http.HttpEventSender;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the events go, and in which way. */
final class DeliveryArguments {

    private static final Bounds DEFAULT_BOUNDS = new Bounds(1, 4);

    @Option(
            names = "--endpoint",
            order = 1,
            paramLabel = "URL",
            description =
                    "Where to POST, such as https://b.applovin.com/v1/event. Plain http goes to this machine only.")
    private @Nullable URI endpoint;

    @Option(names = "--pixel-id", order = 2, paramLabel = "ID", description = "The event key of the account.")
    private @Nullable String pixelId;

    @Option(
            names = "--api-key-file",
            order = 3,
            paramLabel = "FILE",
            description = "The file that holds the API key; read again when the key is refused.")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--max-in-flight",
            order = 11,
            paramLabel = "N",
            description = "At most N requests of up to 100 events under way at once; the same as --adaptive 1-N. "
                    + "Default: 4.")
    private @Nullable Integer maxInFlight;

    @Option(
            names = "--adaptive",
            order = 12,
            paramLabel = "MIN-MAX",
            converter = Bounds.Text.class,
            description = "MIN to MAX requests under way at once, fewer while the endpoint is slow or overloaded; "
                    + "8-8 is always 8.")
    private @Nullable Bounds adaptive;

    @Option(
            names = "--delivery-timeout",
            order = 13,
            paramLabel = "D",
            defaultValue = "2m",
            converter = DurationText.class,
            description =
                    "How long an event may take, retries included: 500ms, 30s, 2m, 1h. Default: ${DEFAULT-VALUE}.")
    private Duration deliveryTimeout = Duration.ofMinutes(2);

    @Option(
            names = "--overflow",
            order = 14,
            paramLabel = "POLICY",
            converter = OverflowText.class,
            description =
                    "Send as live traffic comes, through the sink of 16,384 events: the reading does not wait for "
                            + "the endpoint, and what finds no room ends as OVERFLOW by this policy: reject-newest, drop-oldest "
                            + "or prefer-leads. Default: the reading waits and nothing overflows.")
    private @Nullable OverflowPolicy overflow;

    /** @throws CannotRunException when a value is out of range or two contradict each other */
    void check() {
        if (maxInFlight != null && adaptive != null) {
            throw new CannotRunException("--max-in-flight and --adaptive exclude each other.");
        }
        if (maxInFlight != null && (maxInFlight < 1 || maxInFlight > Bounds.LIMIT)) {
            throw new CannotRunException(
                    "--max-in-flight must be from 1 to " + Bounds.LIMIT + ", not " + maxInFlight + '.');
        }
        if (deliveryTimeout.isZero() || deliveryTimeout.compareTo(Duration.ofDays(7)) > 0) {
            throw new CannotRunException("--delivery-timeout must be from 1ms to 168h.");
        }
    }

    HttpEventSender sender() {
        if (endpoint == null || pixelId == null) {
            throw new CannotRunException("Without --dry-run, --endpoint and --pixel-id are required.");
        }
        try {
            return HttpEventSender.builder(pixelId)
                    .endpoint(endpoint)
                    .maxConnections(bounds().most())
                    .build();
        } catch (IllegalArgumentException | IllegalStateException unusable) {
            throw new CannotRunException("Nothing can be sent there: " + unusable.getMessage() + '.');
        }
    }

    ConversionClient client(HttpEventSender sender, Environment environment) {
        ApiKeySupplier key = ApiKeys.find(apiKeyFile, environment);
        ConversionClient.Builder client = ConversionClient.builder(sender, key)
                .adaptiveConcurrency(bounds().least(), bounds().most())
                .deliveryTimeout(deliveryTimeout);
        if (overflow != null) {
            client.sinkCapacity(SinkRun.SINK_EVENTS, SinkRun.SINK_BYTES).overflow(overflow);
        }
        return client.build();
    }

    Bounds bounds() {
        if (adaptive != null) {
            return adaptive;
        }
        return maxInFlight == null ? DEFAULT_BOUNDS : new Bounds(1, maxInFlight);
    }

    Duration deliveryTimeout() {
        return deliveryTimeout;
    }

    /** Whether the events go through the client's sink, where they may overflow. */
    boolean throughSink() {
        return overflow != null;
    }
}

package io.leadflux.examples.replay;

import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.DurationText;
import io.leadflux.examples.terminal.Environment;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.OverflowPolicy;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.http.HttpEventSender;
import io.leadflux.validation.Range;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where events go, and how. */
final class DeliveryArguments {

    private static final Bounds DEFAULT_BOUNDS = new Bounds(1, 4);

    @Option(
            names = "--endpoint",
            order = 1,
            paramLabel = "URL",
            description =
                    "Where to send, such as https://b.applovin.com/v1/event. Plain http is for this machine only.")
    private @Nullable URI endpoint;

    @Option(names = "--pixel-id", order = 2, paramLabel = "ID", description = "The event key of the account.")
    private @Nullable String pixelId;

    @Option(
            names = "--api-key-file",
            order = 3,
            paramLabel = "FILE",
            description = "The file with the API key; read again when the key is refused.")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--max-in-flight",
            order = 11,
            paramLabel = "N",
            description = "At most N requests of up to 100 events in flight at once; the same as --adaptive 1-N. "
                    + "Default: 4.")
    private @Nullable Integer maxInFlight;

    @Option(
            names = "--adaptive",
            order = 12,
            paramLabel = "MIN-MAX",
            converter = Bounds.Text.class,
            description = "MIN to MAX requests in flight at once, fewer while the endpoint is slow or overloaded; "
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
            names = "--refusals",
            order = 14,
            paramLabel = "N",
            description = "At most N refused requests in five minutes; beyond that, events wait. Default: 95, since a "
                    + "sister API of the provider blocks an account after 100 errors in that time.")
    private @Nullable Integer refusals;

    @Option(
            names = "--overflow",
            order = 15,
            paramLabel = "POLICY",
            converter = OverflowText.class,
            description = "Send like live traffic, through the sink of 16,384 events: reading does not wait for the "
                    + "endpoint, and an event without room ends as OVERFLOW by this policy: reject-newest, "
                    + "drop-oldest or prefer-leads. Default: reading waits and no event overflows.")
    private @Nullable OverflowPolicy overflow;

    /** @throws CannotRunException when a value is out of range or two contradict each other */
    void check() {
        if (maxInFlight != null && adaptive != null) {
            throw new CannotRunException("--max-in-flight and --adaptive exclude each other.");
        }
        requireRange("--max-in-flight", maxInFlight, 1, Bounds.LIMIT);
        requireRange("--refusals", refusals, 10, 100_000);
        if (deliveryTimeout.isZero() || deliveryTimeout.compareTo(Duration.ofDays(7)) > 0) {
            throw new CannotRunException(
                    "--delivery-timeout must be from 1ms to 168h, not " + deliveryTimeout.toSeconds() + "s.");
        }
    }

    private static void requireRange(String option, @Nullable Integer value, int least, int most) {
        if (value != null) {
            try {
                Range.require(option, value.intValue(), least, most);
            } catch (IllegalArgumentException outside) {
                throw new CannotRunException(outside.getMessage() + '.');
            }
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
            throw new CannotRunException("The endpoint cannot be used: " + unusable.getMessage() + '.');
        }
    }

    ConversionClient client(HttpEventSender sender, Environment environment) {
        ApiKeySupplier key = ApiKeys.find(apiKeyFile, environment);
        ConversionClient.Builder client = ConversionClient.builder(sender, key)
                .adaptiveConcurrency(bounds().least(), bounds().most())
                .deliveryTimeout(deliveryTimeout)
                .shutdownTimeout(Duration.ZERO); // the command's own hook waits for every result
        if (refusals != null) {
            client.refusalBudget(refusals);
        }
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

    /** Whether events go through the client's sink, where they may overflow. */
    boolean throughSink() {
        return overflow != null;
    }
}

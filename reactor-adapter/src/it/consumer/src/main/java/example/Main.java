package example;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.http.HttpEventSender;
import java.time.Duration;

/** Builds a client with its HTTP sender, and closes it. */
final class Main {

    public static void main(String[] args) {
        HttpEventSender sender = HttpEventSender.create("pixel");
        ConversionClient client = ConversionClient.create(sender, ApiKeySupplier.of("key"));
        System.out.println("complete: " + client.close(Duration.ZERO).block().isComplete());
        sender.disposeLater().block();
    }
}

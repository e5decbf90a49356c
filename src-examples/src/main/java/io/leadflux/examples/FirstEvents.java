package io.leadflux.examples;

import io.leadflux.event.ClientAddress;
import io.leadflux.event.DomainUrl;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.examples.terminal.ApiKeys;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.http.HttpEventSender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;

/** The first events that a newcomer sends; the README shows the marked lines. */
final class FirstEvents {

    private FirstEvents() {}

    /** Sends a page view and a lead to the provider; takes the pixel id, and the API key from the environment. */
    public static void main(String[] args) {
        String apiKey = System.getenv(ApiKeys.VARIABLE);
        if (args.length != 1 || apiKey == null) {
            System.err.println("Usage: pass the pixel id, and set " + ApiKeys.VARIABLE + '.');
            return;
        }
        send(URI.create("https://b.applovin.com/v1/event"), args[0], apiKey);
    }

    static void send(URI endpoint, String pixelId, String apiKey) {
        // sample:begin
        EventSender sender = HttpEventSender.builder(pixelId).endpoint(endpoint).build();
        ConversionClient client = ConversionClient.create(sender, ApiKeySupplier.of(apiKey));
        UserData visitor = UserData.builder()
                .clientIpAddress(ClientAddress.normalize("[2001:db8::7]:51000"))
                .clientUserAgent("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                .esi(EventSource.WEB)
                .clientId("7f0c3b1e-52a4-4c1c-9d2e-8b6f3a5d9e10")
                .build();
        Flux<ServerEvent> events = Flux.just(ServerEvent.pageView(), ServerEvent.generateLead("USD", 20))
                .map(event -> event.eventTime(Instant.now())
                        .eventSourceUrl(DomainUrl.truncate("https://loans.example/apply?step=2"))
                        .userData(visitor)
                        .build());
        client.send(events).doOnNext(System.out::println).blockLast();
        client.close(Duration.ofSeconds(10)).block();
        // sample:end
    }
}

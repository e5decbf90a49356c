package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Keys;
import io.leadflux.benchmarks.endpoint.Target;
import io.leadflux.benchmarks.json.WireBatch;
import io.leadflux.benchmarks.json.WireEvent;
import io.netty.buffer.Unpooled;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient.RequestSender;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** How a peer encodes a batch and sends it. */
interface Poster {

    /** One POST per subscription; completes on a response with 200. */
    Mono<Integer> post(List<WireEvent> events);

    /** Jackson databind and Reactor Netty. */
    static Poster reactorNetty(Target target) {
        RequestSender sender = target.nettyClient().post().uri(target.uri().toString());
        ObjectWriter writer = writer();
        return events -> sender.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(encode(writer, events))))
                .responseSingle(Status::whenRead);
    }

    /** Spring's WebClient with its own Jackson codec, over Reactor Netty. */
    static Poster webClient(Target target) {
        WebClient client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(target.nettyClient()))
                .baseUrl(target.uri().toString())
                .defaultHeader(HttpHeaders.AUTHORIZATION, Target.API_KEY)
                .build();
        return events -> client.post()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(batch(events))
                .retrieve()
                .toBodilessEntity()
                .map(response -> Status.checked(response.getStatusCode().value()));
    }

    /** Jackson databind and the JDK's client over HTTP/1.1. */
    static Poster jdk(Target target) {
        Keys keys = target.keys();
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        HttpClient client = (keys == null ? builder : builder.sslContext(keys.forJdk())).build();
        ObjectWriter writer = writer();
        HttpRequest.Builder request = HttpRequest.newBuilder(target.uri())
                .header("Authorization", Target.API_KEY)
                .header("Content-Type", "application/json");
        return events -> Mono.fromFuture(() -> client.sendAsync(
                        request.copy()
                                .POST(BodyPublishers.ofByteArray(encode(writer, events)))
                                .build(),
                        BodyHandlers.discarding()))
                .map(response -> Status.checked(response.statusCode()));
    }

    private static ObjectWriter writer() {
        return JsonMapper.shared().writerFor(WireBatch.class);
    }

    private static byte[] encode(ObjectWriter writer, List<WireEvent> events) {
        return writer.writeValueAsBytes(batch(events));
    }

    private static WireBatch batch(List<WireEvent> events) {
        WireBatch batch = new WireBatch();
        batch.events = events;
        return batch;
    }
}

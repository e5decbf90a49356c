package io.leadflux.reactor.emulator;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Takes each request through body, script, rules and ledger to its response. Everything runs on the event loop. */
final class RequestHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final String LEDGER_PATH = "/ledger";

    private final int maxBodyBytes;
    private final boolean errorDetail;
    private final Clock clock;
    private final Scheduler delays;
    private final EnvelopeParser parser;
    private final HeadRules headRules;
    private final Script script;
    private final Ledger ledger;
    private final ActiveRequests requests = new ActiveRequests();

    RequestHandler(EndpointEmulator.Builder options, Script script, Ledger ledger) {
        this.maxBodyBytes = options.maxBodyBytes;
        this.errorDetail = options.errorDetail;
        this.clock = options.clock;
        this.delays = options.scheduler;
        this.parser = new EnvelopeParser(options.rules());
        this.headRules = new HeadRules(options.pixelId, script);
        this.script = script;
        this.ledger = ledger;
    }

    ActiveRequests requests() {
        return requests;
    }

    Script script() {
        return script;
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        if (request.uri().equals(LEDGER_PATH) && request.method().equals(HttpMethod.GET)) {
            return send(response.header(HttpHeaderNames.CONTENT_TYPE, "application/json"), ledger.toJson());
        }
        ActiveRequests.Request active = requests.enter();
        return body(request)
                .flatMap(body -> respond(active, body, request, response))
                .doFinally(signal -> active.leave());
    }

    private Mono<BodyBuffer> body(HttpServerRequest request) {
        int announced = request.requestHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, 0);
        return request.receive().collect(() -> new BodyBuffer(maxBodyBytes, announced), BodyBuffer::add);
    }

    private Mono<Void> respond(
            ActiveRequests.Request active, BodyBuffer body, HttpServerRequest request, HttpServerResponse response) {
        if (ledger.keepsBodies() && !body.isTooLarge()) {
            ledger.keepBody(body.copy());
        }
        Response scripted = script.nextFor(() -> new RecordedRequest(
                active.number(), request.method().name(), request.uri(), request.requestHeaders(), body.copy()));
        Rejection rejection = scripted.processes() ? process(body, request) : null;
        Mono<Void> end = Mono.defer(() -> {
            active.responding();
            return end(scripted, rejection, response);
        });
        return scripted.delay().isZero() ? end : end.delaySubscription(scripted.delay(), delays);
    }

    /** Why the request was rejected, or null when the ledger accepted its events. */
    private @Nullable Rejection process(BodyBuffer body, HttpServerRequest request) {
        Rejection head = headRules.check(request);
        if (head == null && body.isTooLarge()) {
            head = new Rejection(413, "BODY_TOO_LARGE", "body: must be " + maxBodyBytes + " bytes at most");
        }
        if (head != null) {
            ledger.reject(0, head);
            return head;
        }
        long now = clock.millis();
        Predicate<? super ReceivedEvent> rejected = script.rejected();
        ParsedBatch batch = parser.parse(body.bytes(), body.length(), now, rejected != null || ledger.keepsEvents());
        if (rejected != null && !batch.isRejected()) {
            rejectEvents(batch, body.bytes(), rejected);
        }
        Rejection rejection = batch.rejection();
        if (rejection == null) {
            ledger.accept(batch, body.bytes(), now);
        } else {
            ledger.reject(batch.count(), rejection);
        }
        return rejection;
    }

    private static void rejectEvents(ParsedBatch batch, byte[] body, Predicate<? super ReceivedEvent> rejected) {
        for (int i = 0; i < batch.events().size(); i++) {
            if (rejected.test(batch.events().get(i).toReceived(body))) {
                batch.reject("SCRIPTED", "events[" + i + "]: rejected by the script");
            }
        }
    }

    private Mono<Void> end(Response scripted, @Nullable Rejection rejection, HttpServerResponse response) {
        if (scripted.ending() != Response.Ending.RESPOND) {
            ledger.countUnanswered();
            return scripted.ending() == Response.Ending.RESET ? reset(response) : Mono.never();
        }
        boolean ofVerdict = scripted.status() == Response.STATUS_OF_VERDICT;
        int verdict = rejection == null ? 200 : rejection.status();
        int status = ofVerdict ? verdict : scripted.status();
        response.status(status);
        if (ofVerdict && rejection != null) {
            describe(rejection, response);
        }
        scripted.headers().forEach(response.responseHeaders()::set);
        ledger.countResponse(status);
        return send(response, scripted.body());
    }

    private void describe(Rejection rejection, HttpServerResponse response) {
        if (rejection.status() == 405) {
            response.header(HttpHeaderNames.ALLOW, "POST");
        }
        if (errorDetail) {
            response.header("x-al-error-code", rejection.code());
            response.header("x-al-error-message", rejection.message());
        }
    }

    /** Closing with a linger time of zero sends RST in place of FIN. */
    private static Mono<Void> reset(HttpServerResponse response) {
        return Mono.create(closed -> response.withConnection(connection -> {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            connection.channel().closeFuture().addListener(future -> closed.success());
            connection.dispose();
        }));
    }

    private static Mono<Void> send(HttpServerResponse response, String body) {
        if (body.isEmpty()) {
            return response.header(HttpHeaderNames.CONTENT_LENGTH, "0").send();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
        return response.sendByteArray(Mono.just(bytes)).then();
    }
}

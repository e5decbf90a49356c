package io.leadflux.reactor.emulator;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.util.Logger;
import reactor.util.Loggers;

/** Takes each request through body, script, rules and ledger to its response. Everything runs on the event loop. */
final class RequestHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final Logger LOG = Loggers.getLogger(RequestHandler.class);
    private static final String LEDGER_PATH = "/ledger";
    private static final String WRONG_HOST =
            "Host: must be a loopback name or address, or one of the emulator's hosts\n";

    private final int maxBodyBytes;
    private final boolean errorDetail;
    private final Clock clock;
    private final Scheduler delays;
    private final EnvelopeParser parser;
    private final HostRules hostRules;
    private final HeadRules headRules;
    private final BodyMemory memory;
    private final Script script;
    private final Ledger ledger;
    private final ActiveRequests requests = new ActiveRequests();

    RequestHandler(EndpointEmulator.Builder options, Script script, Ledger ledger) {
        this.maxBodyBytes = options.maxBodyBytes;
        this.errorDetail = options.errorDetail;
        this.clock = options.clock;
        this.delays = options.scheduler;
        this.parser = new EnvelopeParser(options.rules());
        this.memory = options.memory();
        this.hostRules = options.hostRules();
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

    BodyMemory memory() {
        return memory;
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        if (!hostRules.allow(request.requestHeaders())) {
            return refuseHost(request, response);
        }
        if (request.uri().equals(LEDGER_PATH) && request.method().equals(HttpMethod.GET)) {
            return send(response.header(HttpHeaderNames.CONTENT_TYPE, "application/json"), ledger.toJson());
        }
        ActiveRequests.Request active = requests.enter();
        Rejection head = headRules.check(request);
        int max = head == null || ledger.keepsBodies() || script.hasRule() ? maxBodyBytes : 0;
        BodyBuffer body = new BodyBuffer(max, announced(request), memory);
        return received(request, body)
                .then(Mono.defer(() -> respond(active, head, body, request, response)))
                .onErrorResume(RequestHandler::isGone, gone -> {
                    LOG.debug("A connection ended in its request: {}", gone.toString());
                    return Mono.never();
                })
                .doFinally(signal -> {
                    body.release();
                    active.leave();
                });
    }

    private static Publisher<Void> refuseHost(HttpServerRequest request, HttpServerResponse response) {
        Mono<Void> refusal =
                send(response.status(421).header(HttpHeaderNames.CONTENT_TYPE, "text/plain;charset=UTF-8"), WRONG_HOST);
        return request.receive().then(refusal).onErrorResume(RequestHandler::isGone, gone -> Mono.never());
    }

    private static Mono<Void> received(HttpServerRequest request, BodyBuffer body) {
        return request.receive().doOnNext(body::add).then();
    }

    private static long announced(HttpServerRequest request) {
        String length = request.requestHeaders().get(HttpHeaderNames.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }

    /**
     * The client has closed or reset the connection. The server cancels the handler then; a handler that signals first has
     * the server report the failure once more, as a dropped error.
     */
    private static boolean isGone(Throwable failure) {
        return failure instanceof IOException || failure instanceof AbortedException;
    }

    private Mono<Void> respond(
            ActiveRequests.Request active,
            @Nullable Rejection head,
            BodyBuffer body,
            HttpServerRequest request,
            HttpServerResponse response) {
        if (ledger.keepsBodies() && body.isWhole()) {
            ledger.keepBody(body.copy());
        }
        Response scripted = script.nextFor(() -> new RecordedRequest(
                active.number(), request.method().name(), request.uri(), request.requestHeaders(), body.copy()));
        Rejection rejection = scripted.processes() ? process(head, body, request) : null;
        body.release();
        Mono<Void> end = Mono.defer(() -> {
            active.responding();
            return end(scripted, rejection, response);
        });
        return scripted.delay().isZero() ? end : end.delaySubscription(scripted.delay(), delays);
    }

    /** Why the request was rejected, or null when the ledger accepted its events. */
    private @Nullable Rejection process(@Nullable Rejection head, BodyBuffer body, HttpServerRequest request) {
        Rejection unread = head == null ? unreadable(body, request) : head;
        if (unread != null) {
            ledger.reject(0, unread);
            return unread;
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

    /** The key may have changed since the head came. */
    private @Nullable Rejection unreadable(BodyBuffer body, HttpServerRequest request) {
        Rejection head = headRules.check(request);
        if (head == null && body.isTooLarge()) {
            return new Rejection(413, "BODY_TOO_LARGE", "body: must be " + maxBodyBytes + " bytes at most");
        }
        if (head == null && body.isCrowdedOut()) {
            String message = "body: all bodies together must be " + memory.max() + " bytes at most";
            return new Rejection(503, "BODIES_TOO_LARGE", message);
        }
        return head;
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

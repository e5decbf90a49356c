package io.leadflux.reactor.http;

import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.SendResult.Verdict;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.proxy.ProxyHandler;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One POST of one batch. The status of the response decides. Its body is read for a hint at the bad event, or only so
 * that the connection can be kept: up to 64 KiB, and no longer than the attempt may take.
 *
 * <p>A 200 counts only when the whole request has been handed to the network before: what the server has not been sent,
 * it cannot have accepted. Any other status counts at any time.
 */
final class Attempt {

    private static final int MAX_RESPONSE_BYTES = 64 * 1024;

    /** How far it has come. What is given up while it waits for a connection must not be written later. */
    private enum Stage {
        WAITING,
        WRITING,
        WRITTEN,
        OVER
    }

    private final EventBatch batch;
    private final String apiKey;
    private final InstantSource clock;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

    /** What the head of the response says; null until it comes. */
    private volatile @Nullable SendResult head;

    private int responseBytes;

    Attempt(EventBatch batch, String apiKey, InstantSource clock) {
        this.batch = batch;
        this.apiKey = apiKey;
        this.clock = clock;
    }

    /** The result of the attempt, which is given up at {@code timeout}. */
    Mono<SendResult> by(RequestSender requests, AttemptTimeout timeout) {
        return timeout.limit(requests.send(this::write).response(this::read).single())
                .onErrorResume(failure -> Mono.just(failed(failure)));
    }

    private SendResult failed(Throwable failure) {
        boolean sent = stage.getAndSet(Stage.OVER) != Stage.WAITING;
        SendResult response = head;
        if (response != null) {
            return response;
        }
        return sent ? SendResult.noResponse(failure) : SendResult.notSent(failure);
    }

    // ---- the request

    private Publisher<Void> write(HttpClientRequest request, NettyOutbound outbound) {
        request.header(HttpHeaderNames.AUTHORIZATION, apiKey);
        ProxyHandler[] proxy = new ProxyHandler[1];
        outbound.withConnection(
                connection -> proxy[0] = connection.channel().pipeline().get(ProxyHandler.class));
        Mono<Void> written = Mono.defer(() -> writeTo(outbound));
        return proxy[0] == null ? written : connected(proxy[0]).then(written);
    }

    /** Completes when the proxy has connected this to the server: until then Netty would hold the request back. */
    private static Mono<Void> connected(ProxyHandler proxy) {
        return Mono.create(caller -> proxy.connectFuture().addListener(connected -> {
            if (connected.isSuccess()) {
                caller.success();
            } else {
                caller.error(connected.cause());
            }
        }));
    }

    private Mono<Void> writeTo(NettyOutbound outbound) {
        if (!stage.compareAndSet(Stage.WAITING, Stage.WRITING)) {
            return Mono.error(new CancellationException("given up before the request was written"));
        }
        return outbound.send(Mono.fromSupplier(() -> body(outbound.alloc())))
                .then()
                .doOnSuccess(written -> stage.compareAndSet(Stage.WRITING, Stage.WRITTEN));
    }

    private ByteBuf body(ByteBufAllocator allocator) {
        int length = batch.bodyLength();
        ByteBuf body = allocator.directBuffer(length, length);
        batch.writeBody(body.internalNioBuffer(0, length));
        return body.writerIndex(length);
    }

    // ---- the response

    private Publisher<SendResult> read(HttpClientResponse response, ByteBufFlux content) {
        SendResult result = result(response);
        head = result;
        if (result.status() == HttpResponseStatus.BAD_REQUEST.code() && result.badIndex() == BadIndex.NONE) {
            return text(content).map(body -> result.withBadIndex(BadIndex.in(body)));
        }
        return bounded(content).then(Mono.just(result)).onErrorReturn(result);
    }

    private SendResult result(HttpClientResponse response) {
        HttpHeaders headers = response.responseHeaders();
        SendResult result = SendResult.ofStatus(response.status().code());
        if (result.verdict() == Verdict.ACCEPTED && stage.get() == Stage.WRITING) {
            result = SendResult.noResponse(new EarlyResponseException(result.status()));
        }
        return result.withRetryAfter(RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), clock))
                .withErrorCode(SafeHeader.ERROR_CODE.of(headers))
                .withTraceId(SafeHeader.TRACE_ID.of(headers))
                .withBadIndex(BadIndex.of(headers));
    }

    private Mono<String> text(ByteBufFlux content) {
        StringBuilder text = new StringBuilder();
        return bounded(content)
                .doOnNext(part -> text.append(part.toString(StandardCharsets.UTF_8)))
                .then()
                .onErrorComplete()
                .then(Mono.fromSupplier(text::toString));
    }

    private Flux<ByteBuf> bounded(ByteBufFlux content) {
        return content.takeUntil(part -> (responseBytes += part.readableBytes()) > MAX_RESPONSE_BYTES);
    }
}

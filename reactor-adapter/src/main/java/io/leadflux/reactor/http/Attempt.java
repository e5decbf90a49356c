package io.leadflux.reactor.http;

import io.leadflux.batch.EventBatch;
import io.leadflux.reactor.delivery.SendResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
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
 * One POST of one batch. Its status decides; what follows is read for a hint at the culprit, or only so that the connection
 * can be kept, up to 64 KiB and no longer than the attempt may take.
 */
final class Attempt {

    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** How far it has come: what is given up while it waits for a connection must not be written later. */
    private enum Stage {
        WAITING,
        WRITING,
        OVER
    }

    private final EventBatch batch;
    private final String apiKey;
    private final InstantSource clock;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

    /** What the head of the answer says; null until it comes. */
    private volatile @Nullable SendResult answer;

    private int answerBytes;

    Attempt(EventBatch batch, String apiKey, InstantSource clock) {
        this.batch = batch;
        this.apiKey = apiKey;
        this.clock = clock;
    }

    /** What came of it, given up when it exhausts {@code patience}. */
    Mono<SendResult> by(RequestSender requests, AttemptTimeout patience) {
        return patience.with(requests.send(this::write).response(this::read).single())
                .onErrorResume(failure -> Mono.just(failed(failure)));
    }

    private SendResult failed(Throwable failure) {
        boolean written = stage.getAndSet(Stage.OVER) == Stage.WRITING;
        SendResult answered = answer;
        if (answered != null) {
            return answered;
        }
        return written ? SendResult.noResponse(failure) : SendResult.notSent(failure);
    }

    private Publisher<Void> write(HttpClientRequest request, NettyOutbound outbound) {
        if (!stage.compareAndSet(Stage.WAITING, Stage.WRITING)) {
            return Mono.error(new CancellationException("given up before the request was written"));
        }
        request.header(HttpHeaderNames.AUTHORIZATION, apiKey);
        return outbound.send(Mono.fromSupplier(() -> body(outbound.alloc())));
    }

    private ByteBuf body(ByteBufAllocator allocator) {
        int length = batch.bodyLength();
        ByteBuf body = allocator.directBuffer(length, length);
        batch.writeBody(body.internalNioBuffer(0, length));
        return body.writerIndex(length);
    }

    private Publisher<SendResult> read(HttpClientResponse response, ByteBufFlux content) {
        HttpHeaders headers = response.responseHeaders();
        SendResult head = SendResult.ofStatus(response.status().code())
                .withRetryAfter(RetryAfter.parse(headers.get(HttpHeaderNames.RETRY_AFTER), clock))
                .withErrorCode(ErrorCode.of(headers))
                .withBadIndex(BadIndex.of(headers));
        answer = head;
        if (head.status() == HttpResponseStatus.BAD_REQUEST.code() && head.badIndex() == BadIndex.NONE) {
            return text(content).map(body -> head.withBadIndex(BadIndex.in(body)));
        }
        return bounded(content).then(Mono.just(head)).onErrorReturn(head);
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
        return content.takeUntil(part -> (answerBytes += part.readableBytes()) > MAX_ANSWER_BYTES);
    }
}

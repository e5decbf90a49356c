package io.leadflux.reactor.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Lets only final responses pass, and only after a request. Interim ones (RFC 9110, section 15.2), which Reactor Netty
 * would take for final, are dropped.
 *
 * <p>After a response without a request a connection cannot be trusted: the next request would get the verdict of
 * another. It is closed. What was read together with a response cannot belong to a request that is written only then,
 * as happens when the pool hands the connection on at once.
 *
 * <p>When a response comes before its request has been written, the connection is closed after it. The rest of that
 * request would keep the next one waiting.
 */
final class ResponseFilter extends ChannelDuplexHandler {

    private static final String NAME = "leadflux.responses";

    private boolean requested;
    private boolean reading;
    private boolean requestedWhileReading;
    private boolean dropping;
    private boolean dropped;
    private @Nullable Future<?> lastWrite;

    private ResponseFilter() {}

    /** Adds a filter behind the codec of HTTP/1.1, where there is one. */
    static void addTo(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new ResponseFilter());
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise is the caller's
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest) {
            requested |= !reading;
            requestedWhileReading |= reading;
        }
        ChannelPromise written = promise.unvoid();
        lastWrite = written;
        context.write(message, written);
    }

    private boolean isWriting() {
        return lastWrite != null && !lastWrite.isDone();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the pool notices that the connection is closed
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        if (message instanceof HttpResponse response) {
            dropping = !requested || isInterim(response.status());
            if (!requested) {
                context.close();
            }
            requested &= dropping;
            if (!dropping && isWriting()) {
                HttpUtil.setKeepAlive(response, false);
            }
        }
        if (dropping) {
            dropping = !(message instanceof LastHttpContent);
            dropped = true;
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    private static boolean isInterim(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    /** A caller that requested a message has not received the one that was dropped. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        requested |= requestedWhileReading;
        requestedWhileReading = false;
        context.fireChannelReadComplete();
        if (dropped) {
            dropped = false;
            context.read();
        }
    }
}

package io.leadflux.reactor.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Lets only final answers pass, and only to a request. Interim ones (RFC 9110, section 15.2), which Reactor Netty would take
 * for final, are dropped. After an answer that nobody asked for a connection cannot be trusted: the next request would get
 * another's verdict. It is closed. What has been read together with an answer cannot answer a request that is written only
 * then, as happens when the pool hands the connection on at once.
 */
final class ResponseFilter extends ChannelDuplexHandler {

    private static final String NAME = "leadflux.answers";

    private boolean asked;
    private boolean reading;
    private boolean askedWhileReading;
    private boolean dropping;
    private boolean dropped;

    private ResponseFilter() {}

    /** Puts a filter behind the codec of HTTP/1.1, where there is one. */
    static void addTo(ChannelPipeline pipeline) {
        if (pipeline.get(NettyPipeline.HttpCodec) != null) {
            pipeline.addAfter(NettyPipeline.HttpCodec, NAME, new ResponseFilter());
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells its maker
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest) {
            asked |= !reading;
            askedWhileReading |= reading;
        }
        context.write(message, promise);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the pool sees for itself that the connection is closed
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        if (message instanceof HttpResponse answer) {
            dropping = !asked || isInterim(answer.status());
            if (!asked) {
                context.close();
            }
            asked &= dropping;
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

    /** Whoever asked for a message has not got the one that was dropped. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        asked |= askedWhileReading;
        askedWhileReading = false;
        context.fireChannelReadComplete();
        if (dropped) {
            dropped = false;
            context.read();
        }
    }
}

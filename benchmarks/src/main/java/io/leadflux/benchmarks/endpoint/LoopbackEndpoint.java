package io.leadflux.benchmarks.endpoint;

import io.leadflux.benchmarks.process.DurationConverter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP endpoint on the loopback interface that costs as little as possible. One thread responds to every POST with
 * 200 once its body has arrived and the server time has passed; it only counts requests and bytes. As a program it
 * prints its port and runs until its standard input ends.
 */
public final class LoopbackEndpoint implements AutoCloseable {

    private static final int READ_AT_ONCE = 256 * 1024;

    private final MultiThreadIoEventLoopGroup loop;
    private final Channel channel;
    private volatile long requests;
    private volatile long bytes;

    private LoopbackEndpoint(Duration serverTime, @Nullable SslContext tls) {
        boolean epoll = Epoll.isAvailable();
        loop = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        channel = new ServerBootstrap()
                .group(loop)
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(512, READ_AT_ONCE / 4, READ_AT_ONCE))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel child) {
                        if (tls != null) {
                            child.pipeline().addLast(tls.newHandler(child.alloc()));
                        }
                        child.pipeline()
                                .addLast(new HttpServerCodec(new HttpDecoderConfig().setMaxChunkSize(READ_AT_ONCE)))
                                .addLast(new Responder(serverTime.toNanos()));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** Starts an endpoint in this process that responds at once, for tests. */
    public static LoopbackEndpoint start() {
        return new LoopbackEndpoint(Duration.ZERO, null);
    }

    private int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** The address that it listens at. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port() + "/v1/event");
    }

    /** How many responses it has sent. */
    public long requests() {
        return requests;
    }

    /** How many bytes the bodies had. */
    public long bytes() {
        return bytes;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nothing waits for its end
    public void close() {
        loop.shutdownGracefully();
    }

    /** All handlers run on the one thread, so the counters only need to be visible to others. */
    private final class Responder extends ChannelInboundHandlerAdapter {

        private final long serverNanos;

        Responder(long serverNanos) {
            this.serverNanos = serverNanos;
        }

        @Override
        @SuppressWarnings({"FutureReturnValueIgnored", "NonAtomicVolatileUpdate"}) // one thread; a failed write closes
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpContent content) {
                bytes += content.content().readableBytes();
                if (message instanceof LastHttpContent) {
                    requests++;
                    respond(context);
                }
            }
            ReferenceCountUtil.release(message);
        }

        @SuppressWarnings("FutureReturnValueIgnored") // a failed write closes
        private void respond(ChannelHandlerContext context) {
            if (serverNanos == 0) {
                context.writeAndFlush(ok());
            } else {
                context.executor().schedule(() -> context.writeAndFlush(ok()), serverNanos, TimeUnit.NANOSECONDS);
            }
        }

        private FullHttpResponse ok() {
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, "0");
            return response;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a connection that cannot be closed is gone
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** {@code arguments}: the server time and, for TLS, the path of the key store. */
    public static void main(String[] arguments) throws IOException {
        Duration serverTime = new DurationConverter().convert(arguments[0]);
        SslContext tls =
                arguments.length == 1 ? null : Keys.at(Path.of(arguments[1])).forServer();
        try (LoopbackEndpoint endpoint = new LoopbackEndpoint(serverTime, tls)) {
            System.out.println(endpoint.port());
            while (System.in.read() >= 0) {
                // until the parent process ends
            }
        }
        System.exit(0);
    }
}

package io.leadflux.benchmarks.site;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connections on which one page is asked for, kept open between requests. A request is the same bytes each time, so that
 * asking takes little of the processor time whose lack would show as pages that come late. Belongs to its event loop.
 */
final class PageConnections {

    /** Who asked. */
    interface Asker {

        /** The answer is here, and {@code ok} if it was 200 and had a body; or there will be none. */
        void answered(boolean ok);
    }

    private static final int MOST = 128;

    private final Bootstrap bootstrap;
    private final ByteBuf request;
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Asker> waiting = new ArrayDeque<>();
    private final Set<Connection> open = new HashSet<>();
    private int connecting;

    /** @param headers each ends with a line break */
    PageConnections(URI page, String headers, EventLoop loop, Class<? extends SocketChannel> channel) {
        String path = page.getRawPath().isEmpty() ? "/" : page.getRawPath();
        String head = "GET " + path + " HTTP/1.1\r\nHost: " + page.getRawAuthority() + "\r\n" + headers + "\r\n";
        this.request = Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(head.getBytes(US_ASCII)));
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(channel)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(new InetSocketAddress(page.getHost(), page.getPort()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connected) {
                        connected.pipeline().addLast(new HttpResponseDecoder(), new Connection());
                    }
                });
    }

    /** Asks on a connection that is idle, or as soon as one is. */
    void ask(Asker asker) {
        Connection free = idle.pollLast();
        if (free != null) {
            free.ask(asker);
        } else {
            waiting.add(asker);
            connect();
        }
    }

    private void connect() {
        if (open.size() + connecting < MOST) {
            connecting++;
            bootstrap.connect().addListener((ChannelFuture connected) -> {
                connecting--;
                if (!connected.isSuccess()) {
                    fail(waiting.poll());
                }
            });
        }
    }

    private static void fail(@Nullable Asker asker) {
        if (asker != null) {
            asker.answered(false);
        }
    }

    /** Closes what is busy, so that whoever still waits is told. */
    void giveUp() {
        open.stream().filter(Connection::isBusy).toList().forEach(Connection::close);
        for (Asker asker = waiting.poll(); asker != null; asker = waiting.poll()) {
            asker.answered(false);
        }
    }

    /** One of them; a request at a time. */
    private final class Connection extends SimpleChannelInboundHandler<HttpObject> {

        private @Nullable ChannelHandlerContext context;
        private @Nullable Asker asker;
        private boolean found;
        private boolean stays;
        private boolean hasBody;

        @SuppressWarnings("FutureReturnValueIgnored") // what cannot be written closes the connection
        void ask(Asker next) {
            asker = next;
            if (context != null) {
                context.writeAndFlush(request.duplicate(), context.voidPromise());
            }
        }

        boolean isBusy() {
            return asker != null;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // whoever waits is told when it is closed
        void close() {
            if (context != null) {
                context.close();
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext connected) {
            context = connected;
            open.add(this);
            isFree();
        }

        private void isFree() {
            Asker next = waiting.poll();
            if (next == null) {
                idle.addLast(this);
            } else {
                ask(next);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext connected, HttpObject part) {
            if (part instanceof HttpResponse response) {
                found = response.status().code() == 200;
                stays = HttpUtil.isKeepAlive(response);
                hasBody = false;
            }
            if (part instanceof HttpContent content) {
                hasBody |= content.content().isReadable();
            }
            if (part instanceof LastHttpContent) {
                end(part.decoderResult().isSuccess() && found && hasBody);
            }
        }

        private void end(boolean ok) {
            Asker told = asker;
            asker = null;
            if (stays) {
                isFree();
            } else {
                close();
            }
            if (told != null) {
                told.answered(ok);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext connected, Throwable broken) {
            close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext connected) {
            open.remove(this);
            idle.remove(this);
            fail(asker);
            if (!waiting.isEmpty()) {
                connect();
            }
        }
    }
}

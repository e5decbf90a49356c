package io.leadflux.reactor.http;

import io.netty.channel.EventLoopGroup;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.LoopResources;

/**
 * Reactor Netty's shared event loops, with connections spread over all of them.
 *
 * <p>By default Reactor Netty opens a connection on the event loop that asks for one. A batch is sent when the response
 * to another has come in, on the event loop of that response. So all connections would end up on a single loop,
 * together with the encoding.
 */
final class NonColocatedLoops implements LoopResources {

    static final NonColocatedLoops INSTANCE = new NonColocatedLoops();

    private NonColocatedLoops() {}

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return HttpResources.get().onServer(useNative);
    }

    /** The server's group is the same event loops, without the preference for the caller's own. */
    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return HttpResources.get().onServer(useNative);
    }
}

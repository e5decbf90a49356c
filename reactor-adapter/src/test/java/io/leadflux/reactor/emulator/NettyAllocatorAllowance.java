package io.leadflux.reactor.emulator;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets Netty's buffer allocator take its own short lock on an event loop: under contention it parks for the moment in which
 * another thread grows the pool, and BlockHound would take that for a blocking call of ours. And lets the JDK's logging set
 * itself up at the first line that an event loop logs, in whichever test that is.
 */
public final class NettyAllocatorAllowance implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside(
                "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free");
        builder.allowBlockingCallsInside("java.util.logging.Logger", "log");
    }
}

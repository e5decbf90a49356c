package io.leadflux.reactor.wire;

import io.leadflux.reactor.wire.Fault.Effect;
import io.leadflux.reactor.wire.Fault.Kind;
import io.leadflux.reactor.wire.Fault.Way;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyInbound;
import reactor.netty.NettyOutbound;

/** Two connections of a {@link FaultProxy} as one: what passes between them, and what does not. */
final class Wire {

    private final Connection client;
    private final Connection server;
    private final Supplier<Fault> faults;
    private final Consumer<Kind> struck;

    private final Set<Way> silent = EnumSet.noneOf(Way.class);
    private Fault fault = Fault.NONE;
    private boolean responding = true;
    private int passed;

    Wire(Connection client, Connection server, Supplier<Fault> faults, Consumer<Kind> struck) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        this.struck = struck;
    }

    Mono<Void> requests(NettyInbound from, NettyOutbound to) {
        return pass(from, to, Way.REQUEST);
    }

    Mono<Void> responses(NettyInbound from, NettyOutbound to) {
        return pass(from, to, Way.RESPONSE);
    }

    private Mono<Void> pass(NettyInbound from, NettyOutbound to, Way way) {
        Flux<byte[]> passing = from.receive().asByteArray().concatMap(chunk -> passing(chunk, way), 1);
        return to.send(passing.map(Unpooled::wrappedBuffer), each -> true).then();
    }

    /** What of a chunk is let pass, and when. */
    private synchronized Flux<byte[]> passing(byte[] chunk, Way way) {
        if ((way == Way.REQUEST) == responding) {
            turn(way);
        }
        if (silent.contains(way)) {
            return Flux.empty();
        }
        if (fault.kind().effect == Effect.SLOW) {
            return slowed(chunk, way);
        }
        if (fault.kind().way != way) {
            return Flux.just(chunk);
        }
        int room = fault.afterBytes() - passed;
        passed += chunk.length;
        return chunk.length <= room
                ? Flux.just(chunk)
                : Flux.just(Arrays.copyOf(chunk, Math.max(room, 0))).concatWith(Flux.defer(this::strike));
    }

    private void turn(Way way) {
        responding = way == Way.RESPONSE;
        passed = 0;
        if (!responding) {
            fault = faults.get();
            if (fault.kind().effect == Effect.SLOW) {
                struck.accept(fault.kind());
            }
        }
    }

    private Flux<byte[]> slowed(byte[] chunk, Way way) {
        if (fault.pause().isZero() || (fault.kind() == Kind.DRIBBLE && way == Way.REQUEST)) {
            return Flux.just(chunk);
        }
        int piece = Math.min(fault.piece(), chunk.length);
        int pieces = (chunk.length + piece - 1) / piece;
        return Flux.range(0, pieces)
                .map(i -> Arrays.copyOfRange(chunk, i * piece, Math.min((i + 1) * piece, chunk.length)))
                .delayElements(fault.pause());
    }

    private synchronized Flux<byte[]> strike() {
        Way way = fault.kind().way;
        silent.add(way);
        struck.accept(fault.kind());
        if (fault.kind().effect == Effect.RESET) {
            silent.addAll(EnumSet.allOf(Way.class));
            reset(client);
            reset(server);
        } else if (fault.kind().effect == Effect.HALF_CLOSE) {
            Connection receiver = way == Way.REQUEST ? server : client;
            var unused = ((DuplexChannel) receiver.channel()).shutdownOutput();
        }
        return Flux.empty();
    }

    /** Closing with a linger time of zero sends RST in place of FIN. */
    static void reset(Connection connection) {
        connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        var unused = connection.channel().close();
    }
}

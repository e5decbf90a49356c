package io.leadflux.reactor.wire;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What goes wrong with one exchange, that is, a request and its response.
 *
 * @param kind what it is
 * @param afterBytes how many bytes pass in the kind's direction before it strikes; one that the exchange never reaches
 *     does not strike
 * @param piece how many bytes pass at once, where the kind slows
 * @param pause the wait before each piece, where the kind slows
 */
record Fault(Kind kind, int afterBytes, int piece, Duration pause) {

    /** Which way bytes go. */
    enum Way {
        REQUEST,
        RESPONSE
    }

    /** What a fault does when it strikes. */
    enum Effect {
        /** Bytes come late or in small pieces. */
        SLOW,
        /** Both sides see a reset. */
        RESET,
        /** The receiving side sees the end of the stream; nothing more passes this way. */
        HALF_CLOSE,
        /** Nothing more passes this way, and nobody is told. */
        BLACK_HOLE
    }

    /** Every fault there is. */
    enum Kind {
        NONE(Effect.SLOW, Way.RESPONSE),
        LATENCY(Effect.SLOW, Way.REQUEST),
        BANDWIDTH(Effect.SLOW, Way.REQUEST),
        DRIBBLE(Effect.SLOW, Way.RESPONSE),
        RESET_REQUEST(Effect.RESET, Way.REQUEST),
        RESET_RESPONSE(Effect.RESET, Way.RESPONSE),
        HALF_CLOSE_REQUEST(Effect.HALF_CLOSE, Way.REQUEST),
        HALF_CLOSE_RESPONSE(Effect.HALF_CLOSE, Way.RESPONSE),
        BLACK_HOLE_REQUEST(Effect.BLACK_HOLE, Way.REQUEST),
        BLACK_HOLE_RESPONSE(Effect.BLACK_HOLE, Way.RESPONSE);

        final Effect effect;
        final Way way;

        Kind(Effect effect, Way way) {
            this.effect = effect;
            this.way = way;
        }
    }

    static final Fault NONE = slow(Kind.NONE, Integer.MAX_VALUE, Duration.ZERO);

    static Fault slow(Kind kind, int piece, Duration pause) {
        return new Fault(kind, Integer.MAX_VALUE, piece, pause);
    }

    static Fault cut(Kind kind, int afterBytes) {
        return new Fault(kind, afterBytes, Integer.MAX_VALUE, Duration.ZERO);
    }

    /** A fault of this kind at a random place of an exchange whose request has about {@code requestBytes}. */
    static Fault random(Kind kind, int requestBytes, RandomGenerator random) {
        return switch (kind) {
            case NONE -> NONE;
            case LATENCY -> slow(kind, Integer.MAX_VALUE, Duration.ofMillis(random.nextInt(1, 30)));
            case BANDWIDTH -> slow(kind, random.nextInt(500, 4_000), Duration.ofMillis(random.nextInt(1, 4)));
            case DRIBBLE -> slow(kind, random.nextInt(1, 8), Duration.ofMillis(random.nextInt(1, 4)));
            default -> cut(kind, place(kind.way == Way.REQUEST ? requestBytes : 40, random));
        };
    }

    /** Often the very beginning, where the most can be misjudged. */
    private static int place(int bytes, RandomGenerator random) {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(bytes);
    }
}

package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Everybody who takes part, by name, in the order of the table. */
final class Roster {

    static final String US = "leadflux";
    static final String LIMIT = "pre-encoded";

    private static final Map<String, Function<Target, Candidate<?>>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(US, LeadfluxStream::new);
        ALL.put("leadflux-sink", LeadfluxSink::new);
        ALL.put(LIMIT, PreEncoded::new);
        peer("bufferTimeout+netty", Buffering.TIMED, Poster::reactorNetty);
        peer("fair-bufferTimeout+netty", Buffering.FAIR, Poster::reactorNetty);
        peer("fair-bufferTimeout+webclient", Buffering.FAIR, Poster::webClient);
        peer("buffer+jdk", Buffering.FULL, Poster::jdk);
        peer("one-by-one+netty", Buffering.NONE, Poster::reactorNetty);
        ALL.put("segment-analytics", Segment::new);
    }

    private Roster() {}

    private static void peer(String name, Buffering buffering, Function<Target, Poster> poster) {
        ALL.put(name, target -> new Peer(target, buffering, poster.apply(target)));
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static Candidate<?> contestant(String name, Target target) {
        Function<Target, Candidate<?>> maker = ALL.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("no contestant is called " + name + "; there are " + names());
        }
        return maker.apply(target);
    }
}

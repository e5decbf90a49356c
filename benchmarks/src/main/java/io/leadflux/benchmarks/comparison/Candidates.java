package io.leadflux.benchmarks.comparison;

import io.leadflux.benchmarks.endpoint.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All candidates by name, in the order of the table. */
final class Candidates {

    static final String LEADFLUX = "leadflux";
    static final String LIMIT = "pre-encoded";

    private static final Map<String, Function<Target, Candidate<?>>> ALL = new LinkedHashMap<>();

    static {
        ALL.put(LEADFLUX, LeadfluxStream::new);
        ALL.put("leadflux-sink", LeadfluxSink::new);
        ALL.put(LIMIT, PreEncoded::new);
        peer("bufferTimeout+netty", Buffering.TIMED, Poster::reactorNetty);
        peer("fair-bufferTimeout+netty", Buffering.FAIR, Poster::reactorNetty);
        peer("fair-bufferTimeout+webclient", Buffering.FAIR, Poster::webClient);
        peer("buffer+jdk", Buffering.FULL, Poster::jdk);
        peer("one-by-one+netty", Buffering.NONE, Poster::reactorNetty);
        ALL.put("segment-analytics", SegmentAnalytics::new);
    }

    private Candidates() {}

    private static void peer(String name, Buffering buffering, Function<Target, Poster> poster) {
        ALL.put(name, target -> new Peer(target, buffering, poster.apply(target)));
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    static Candidate<?> create(String name, Target target) {
        Function<Target, Candidate<?>> factory = ALL.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("unknown candidate " + name + "; known are " + names());
        }
        return factory.apply(target);
    }
}

package io.leadflux.benchmarks.profile;

import java.util.List;

/** The layer that a class belongs to; the first match in this order. */
enum Layer {
    /** The comparison itself. */
    COMPARISON("comparison", "io.leadflux.benchmarks."),
    /** Event model and validation. */
    VALIDATION("ours: validation", "io.leadflux.validation.", "io.leadflux.event."),
    /** Encoding and batching. */
    ENCODING("ours: encoding, batching", "io.leadflux.json.", "io.leadflux.batch."),
    /** The sender. */
    SENDER("ours: HTTP sender", "io.leadflux.reactor.http."),
    /** The delivery engine. */
    DELIVERY("ours: delivery", "io.leadflux."),
    /** Reactor Netty. */
    REACTOR_NETTY("Reactor Netty", "reactor.netty."),
    /** Reactor. */
    REACTOR("Reactor", "reactor.", "org.reactivestreams."),
    /** Netty. */
    NETTY("Netty", "io.netty."),
    /** JSON libraries. */
    JSON("Jackson, Gson", "tools.jackson.", "com.fasterxml.", "com.google.gson."),
    /** Other clients. */
    CLIENTS("Spring, OkHttp, Segment", "org.springframework.", "okhttp3.", "okio.", "retrofit2.", "com.segment."),
    /** The JDK and everything else. */
    JDK("JDK", "");

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> prefixes;

    Layer(String title, String... prefixes) {
        this.title = title;
        this.prefixes = List.of(prefixes);
    }

    static Layer of(String type) {
        for (Layer layer : values()) {
            if (layer.prefixes.stream().anyMatch(type::startsWith)) {
                return layer;
            }
        }
        return JDK;
    }

    @Override
    public String toString() {
        return title;
    }
}

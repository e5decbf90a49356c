package io.leadflux.reactor;

import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.util.List;
import java.util.stream.IntStream;

/** Events for tests. */
public final class Events {

    private static final UserData VISITOR = UserData.builder()
            .clientIpAddress("192.0.2.7")
            .clientUserAgent("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0")
            .esi(EventSource.WEB)
            .clientId("5f0c3a52-7b1e-4d55-9a77-3d7a52f4b8aa")
            .build();

    private Events() {}

    /** A valid page view whose {@code dedupe_id} is {@code event-n}. */
    public static ServerEvent valid(int n) {
        return ServerEvent.pageView()
                .eventTime(1_793_000_000_000L + n)
                .eventSourceUrl("https://shop.example")
                .userData(VISITOR)
                .dedupeId("event-" + n)
                .build();
    }

    /** A valid lead whose {@code dedupe_id} is {@code lead-n}. */
    public static ServerEvent lead(int n) {
        return ServerEvent.generateLead("USD", 20)
                .eventTime(1_793_000_000_000L + n)
                .eventSourceUrl("https://shop.example")
                .userData(VISITOR)
                .dedupeId("lead-" + n)
                .build();
    }

    /** Valid events 0 to {@code count}, exclusive. */
    public static List<ServerEvent> valid(int from, int to) {
        return IntStream.range(from, to).mapToObj(Events::valid).toList();
    }

    /** An event that lacks its source URL. */
    public static ServerEvent invalid(int n) {
        return valid(n).toBuilder().eventSourceUrl(null).build();
    }

    /** A valid event without a {@code dedupe_id}. */
    public static ServerEvent withoutDedupeId() {
        return valid(0).toBuilder().dedupeId(null).build();
    }
}

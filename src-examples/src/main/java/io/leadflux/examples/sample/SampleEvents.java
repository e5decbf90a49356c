package io.leadflux.examples.sample;

import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An endless source of valid, varied events, as a site that sells leads would see them. Visitors view pages and come
 * back, and some of them become leads.
 *
 * <p>The same seed produces the same events on every machine and JDK. Hosts and addresses come from the ranges
 * reserved for documentation. Times run in steps of minutes from 1 October 2026 to 19 November 2026, then start over.
 * Not thread-safe.
 */
public final class SampleEvents {

    private static final long FIRST_TIME = 1_790_812_800_000L;
    private static final long SPAN_MILLIS = 49L * 24 * 60 * 60 * 1000;
    private static final int RECENT_SESSIONS = 64;

    private static final List<String> SITES = List.of(
            "https://example.com",
            "https://www.example.com",
            "https://example.org/",
            "https://example.net",
            "https://shop.example",
            "https://loans.example",
            "https://solar-quotes.example/",
            "https://go.insurance.example",
            "https://a.b.c.tutors.example",
            "https://xn--bcher-kva.example",
            "http://clinic.example");

    private static final List<String> CURRENCIES = List.of(
            "USD", "USD", "USD", "EUR", "EUR", "GBP", "CAD", "AUD", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL",
            "MXN", "INR", "SGD", "ZAR", "NZD", "ILS", "JPY", "KRW");

    private final Random random;
    private final SampleVisitors visitors;
    private final List<Session> recent = new ArrayList<>();
    private long elapsed;

    private SampleEvents(long seed) {
        this.random = new Random(seed);
        this.visitors = new SampleVisitors(random);
    }

    /** A source that produces the same events for the same seed. */
    public static SampleEvents seeded(long seed) {
        return new SampleEvents(seed);
    }

    /** The next {@code count} events. */
    public List<ServerEvent> list(int count) {
        List<ServerEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next event: about one in four is a lead. */
    public ServerEvent next() {
        elapsed = (elapsed + 1 + random.nextInt(8_000_000)) % SPAN_MILLIS;
        boolean returning = !recent.isEmpty() && random.nextInt(100) < 40;
        Session session = returning ? recent.get(random.nextInt(recent.size())) : remember(newSession());
        boolean lead = returning && random.nextInt(100) < 62;
        return ServerEvent.builder()
                .name(lead ? EventName.GENERATE_LEAD : EventName.PAGE_VIEW)
                .eventTime(Long.valueOf(FIRST_TIME + elapsed))
                .eventSourceUrl(session.url)
                .userData(session.userData)
                .data(lead ? leadData() : null)
                .dedupeId(random.nextInt(100) < 55 ? SampleIds.dedupeId(random) : null)
                .build();
    }

    private Session newSession() {
        boolean app = random.nextInt(100) < 22;
        UserData userData = visitors.next(app ? EventSource.APP : EventSource.WEB);
        return new Session(SITES.get(random.nextInt(SITES.size())), userData);
    }

    private Session remember(Session session) {
        if (recent.size() < RECENT_SESSIONS) {
            recent.add(session);
        } else {
            recent.set(random.nextInt(RECENT_SESSIONS), session);
        }
        return session;
    }

    private EventData leadData() {
        String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
        boolean wholeUnits = currency.equals("JPY") || currency.equals("KRW");
        return EventData.of(currency, wholeUnits ? BigDecimal.valueOf(100L * random.nextInt(900)) : amount());
    }

    private BigDecimal amount() {
        return switch (random.nextInt(10)) {
            case 0 -> BigDecimal.ZERO;
            case 1, 2, 3 -> BigDecimal.valueOf(5L * (1 + random.nextInt(60)));
            case 4 -> BigDecimal.valueOf(1 + random.nextInt(9_999), 4);
            default -> BigDecimal.valueOf(100 + random.nextInt(49_900), 2);
        };
    }

    private record Session(String url, UserData userData) {}
}

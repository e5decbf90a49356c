package io.leadflux.benchmarks;

import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Valid events as a busy site sends them, no two alike. One in four is a lead, and one in five addresses is IPv6.
 * About one in seventeen user agents goes beyond ASCII, and as many contain characters that JSON escapes. The same
 * seed produces the same events. Not thread-safe.
 */
public final class BenchmarkEvents {

    /** Events in a batch of {@link #batches(int)}: the most that one request may carry. */
    public static final int BATCH = 100;

    private static final long FIRST_TIME = 1_741_784_485_001L;

    private static final String[] SITES = {
        "https://example.com", "https://www.example.org/", "https://loans.example", "https://solar-quotes.example/",
        "https://go.insurance.example", "https://a.b.c.tutors.example", "https://xn--bcher-kva.example",
                "http://clinic.example"
    };

    private static final String[] USER_AGENTS = {
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36 Edg/#.0.3595.53",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:#.0) Gecko/20100101 Firefox/#.0",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.# Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/#.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/#.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 15; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/#.0.7444.102 Mobile Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E# Safari/604.1",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/#.0.7204.119 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E# Safari/604.1",
        "Dalvik/2.1.0 (Linux; U; Android 14; SM-S911B Build/UP1A.#)",
        "SolarQuotes/# CFNetwork/3826.500.131 Darwin/24.6.0",
        "okhttp/4.12.#",
        "Müller-Kredit/# (iPhone; iOS 18.6; Größe 3.00) 見積もり",
        "Example \"Loans\"/# (Windows\\ARM64; build 7)"
    };

    private static final String[] CURRENCIES = {"USD", "USD", "EUR", "GBP", "CAD", "CHF", "PLN", "BRL", "INR", "JPY"};
    private static final String TOKEN = "0123456789ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz_-";

    private final Random random;
    private long time = FIRST_TIME;

    private BenchmarkEvents(long seed) {
        this.random = new Random(seed);
    }

    /** A source that produces the same events for the same seed. */
    public static BenchmarkEvents seeded(long seed) {
        return new BenchmarkEvents(seed);
    }

    /** The next events, as {@code count} lists of {@value #BATCH}. */
    public List<List<ServerEvent>> batches(int count) {
        List<List<ServerEvent>> batches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            batches.add(list(BATCH));
        }
        return batches;
    }

    /** As {@link #batches(int)}, with each event validated, as the client does before it encodes it. */
    public List<List<ServerEvent>> validatedBatches(int count) {
        EventValidator validator = EventValidator.create();
        List<List<ServerEvent>> batches = batches(count);
        for (List<ServerEvent> batch : batches) {
            if (!batch.stream().allMatch(event -> validator.validate(event).isEmpty())) {
                throw new IllegalStateException("every event must be valid");
            }
        }
        return batches;
    }

    /** The next {@code count} events. */
    public List<ServerEvent> list(int count) {
        List<ServerEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next event. */
    public ServerEvent next() {
        boolean lead = random.nextInt(4) == 0;
        time += random.nextInt(500);
        return ServerEvent.builder()
                .name(lead ? EventName.GENERATE_LEAD : EventName.PAGE_VIEW)
                .eventTime(Long.valueOf(time))
                .eventSourceUrl(pick(SITES))
                .userData(userData())
                .data(lead ? EventData.of(pick(CURRENCIES), amount()) : null)
                .dedupeId(random.nextInt(3) == 0 ? token(26) : uuid())
                .build();
    }

    private UserData userData() {
        int identifiers = 1 + random.nextInt(7);
        return UserData.builder()
                .clientIpAddress(address())
                .clientUserAgent(pick(USER_AGENTS).replace("#", String.valueOf(128 + random.nextInt(18))))
                .esi(random.nextInt(5) == 0 ? EventSource.APP : EventSource.WEB)
                .aleid(random.nextBoolean() ? token(32) : null)
                .clientId((identifiers & 1) != 0 ? clientId() : null)
                .alart((identifiers & 2) != 0 ? token(32) : null)
                .userId((identifiers & 4) != 0 ? userId() : null)
                .build();
    }

    private String address() {
        if (random.nextInt(5) > 0) {
            return (11 + random.nextInt(180)) + "." + random.nextInt(256) + '.' + random.nextInt(256) + '.'
                    + random.nextInt(256);
        }
        StringBuilder address = new StringBuilder("2001:db8");
        for (int i = 0; i < 6; i++) {
            address.append(':').append(Integer.toHexString(1 + random.nextInt(0xffff)));
        }
        return address.toString();
    }

    private @Nullable String clientId() {
        return switch (random.nextInt(3)) {
            case 0 ->
                "GA1.1." + (1_000_000_000 + random.nextInt(1_000_000_000)) + '.'
                        + (1_700_000_000 + random.nextInt(40_000_000));
            case 1 -> token(21);
            default -> uuid();
        };
    }

    private String userId() {
        return random.nextBoolean()
                ? String.valueOf(1 + random.nextInt(9_999_999))
                : "1" + (100_000_000 + random.nextInt(900_000_000)) + (10_000_000 + random.nextInt(90_000_000));
    }

    private BigDecimal amount() {
        return switch (random.nextInt(8)) {
            case 0 -> BigDecimal.ZERO;
            case 1, 2, 3 -> BigDecimal.valueOf(5L * (1 + random.nextInt(60)));
            default -> BigDecimal.valueOf(100 + random.nextInt(49_900), 2);
        };
    }

    private String uuid() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private String token(int length) {
        StringBuilder token = new StringBuilder(length);
        while (token.length() < length) {
            token.append(TOKEN.charAt(random.nextInt(TOKEN.length())));
        }
        return token.toString();
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}

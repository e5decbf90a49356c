package io.leadflux.json;

import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Events of every shape from a seed, most of which no validator would let pass. */
public final class RandomEvents {

    private static final String[] PIECES = {
        "a",
        "0",
        "Mozilla/5.0 (X11; Linux x86_64)",
        "\"",
        "\\",
        "/",
        "\b",
        "\t",
        "\n",
        "\f",
        "\r",
        "\0",
        "\u001f",
        " ",
        "\u007f",
        "\u0080",
        "é",
        "ß",
        "\u07ff",
        "\u0800",
        "ﬀ",
        "\u2028",
        "\ufeff",
        "\uffff",
        "漢字",
        "😀",
        "\ud83d",
        "\ude00",
        "\udbff\udfff",
        "\ude00\ud83d",
        "=",
        "<&>",
        "{}[]:,",
        "12345678",
        "%"
    };

    private final Random random;
    private boolean plain;

    /** The same seed makes the same events. */
    public RandomEvents(long seed) {
        this.random = new Random(seed);
    }

    /** The next events. */
    public List<ServerEvent> list(int count) {
        List<ServerEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** The next event; every field may be missing, and every third is of plain texts only. */
    public ServerEvent next() {
        plain = random.nextInt(3) == 0;
        return ServerEvent.builder()
                .name(missing() ? null : random.nextBoolean() ? EventName.PAGE_VIEW : EventName.GENERATE_LEAD)
                .eventTime(missing() ? null : time())
                .eventSourceUrl(string())
                .userData(missing() ? null : userData())
                .data(random.nextBoolean() ? null : EventData.ofNullable(string(), missing() ? null : decimal()))
                .dedupeId(string())
                .build();
    }

    private UserData userData() {
        return UserData.builder()
                .clientIpAddress(string())
                .clientUserAgent(string())
                .esi(missing() ? null : random.nextBoolean() ? EventSource.WEB : EventSource.APP)
                .aleid(string())
                .clientId(string())
                .alart(string())
                .userId(string())
                .build();
    }

    private boolean missing() {
        return random.nextInt(6) == 0;
    }

    private Long time() {
        return switch (random.nextInt(8)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> 0L;
            case 3 -> random.nextLong();
            default -> 1_741_784_485_001L + random.nextInt();
        };
    }

    /** A string of up to a few thousand characters, or null. */
    @Nullable
    String string() {
        if (missing()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(random.nextInt(50) == 0 ? 800 : 12);
        boolean letters = plain || random.nextBoolean();
        for (int i = 0; i < pieces; i++) {
            text.append(letters ? (char) ('a' + random.nextInt(26)) : PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** A decimal of any size and scale. */
    BigDecimal decimal() {
        BigInteger unscaled = new BigInteger(random.nextInt(200), random);
        if (random.nextBoolean()) {
            unscaled = unscaled.negate();
        }
        return switch (random.nextInt(7)) {
            case 6 -> BigDecimal.valueOf(random.nextInt(3) - 1, random.nextInt());
            case 0 -> new BigDecimal(unscaled, random.nextInt(2_000_000_000) - 1_000_000_000);
            case 1 -> new BigDecimal(unscaled, random.nextInt(2_400) - 1_200);
            case 2 -> BigDecimal.valueOf(random.nextLong(), random.nextInt(25) - 3);
            case 3 -> BigDecimal.valueOf(random.nextInt(1_000), 2);
            case 4 -> BigDecimal.valueOf(-random.nextInt(1_000), random.nextInt(20));
            default -> BigDecimal.valueOf(random.nextInt(500));
        };
    }
}

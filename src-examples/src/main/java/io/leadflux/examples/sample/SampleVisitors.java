package io.leadflux.examples.sample;

import io.leadflux.event.EventSource;
import io.leadflux.event.UserData;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Invented visitors, with the browsers and apps that people use. */
final class SampleVisitors {

    private static final List<String> BROWSERS = List.of(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/%d.0.0.0 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/%d.0.7204.119 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E%d Safari/604.1",
            "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E%d Safari/604.1",
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.%d (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:%1$d.0) Gecko/20100101 Firefox/%1$d.0",
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:%1$d.0) Gecko/20100101 Firefox/%1$d.0",
            "Mozilla/5.0 (Android 16; Mobile; rv:%1$d.0) Gecko/%1$d.0 Firefox/%1$d.0",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%1$d.0.0.0 Safari/537.36 Edg/%1$d.0.3595.53",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36 OPR/124.0.0.0");

    private static final List<String> APPS = List.of(
            "ExampleLoans/5.2.%d (iPhone; iOS 18.6; Scale/3.00)",
            "ExampleLoans/5.2.%d (Linux; U; Android 15; de-DE)",
            "Dalvik/2.1.0 (Linux; U; Android 14; SM-S911B Build/UP1A.%d)",
            "SolarQuotes/%d CFNetwork/3826.500.131 Darwin/24.6.0",
            "okhttp/4.12.%d",
            "Mozilla/5.0 (Linux; Android 15; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/%d.0.7444.102 Mobile Safari/537.36");

    private final Random random;

    SampleVisitors(Random random) {
        this.random = random;
    }

    /** A new visitor: one to three identifiers, and an {@code aleid} when an ad brought them. */
    UserData next(EventSource source) {
        int identifiers = 1 + random.nextInt(7);
        return UserData.builder()
                .clientIpAddress(address())
                .clientUserAgent(userAgent(source))
                .esi(source)
                .aleid(random.nextInt(100) < 45 ? SampleIds.clickToken(random) : null)
                .clientId((identifiers & 1) != 0 ? SampleIds.clientId(random) : null)
                .alart((identifiers & 2) != 0 ? SampleIds.clickToken(random) : null)
                .userId((identifiers & 4) != 0 ? SampleIds.userId(random) : null)
                .build();
    }

    private String userAgent(EventSource source) {
        List<String> templates = source == EventSource.APP ? APPS : BROWSERS;
        return String.format(Locale.ROOT, templates.get(random.nextInt(templates.size())), 128 + random.nextInt(18));
    }

    private String address() {
        int host = 1 + random.nextInt(254);
        return switch (random.nextInt(5)) {
            case 0 -> "192.0.2." + host;
            case 1 -> "198.51.100." + host;
            case 2 -> "203.0.113." + host;
            case 3 -> "2001:db8:" + group() + "::" + group();
            default ->
                "2001:db8:" + group() + ":" + group() + ":" + group() + ":" + group() + ":" + group() + ":" + group();
        };
    }

    private String group() {
        return Integer.toHexString(1 + random.nextInt(0xFFFF));
    }
}

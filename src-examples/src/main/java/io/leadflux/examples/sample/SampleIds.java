package io.leadflux.examples.sample;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;

/** Identifiers in the shapes that sites use. All are random, so they belong to no person. */
final class SampleIds {

    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String NANOID = "useandom26T198340PX75pxJACKVERYMINDBUSHWOLFGQZbfghjklqvwyzrict";
    private static final long FIRST_SECOND = 1_790_000_000L;

    private SampleIds() {}

    /** A first-party cookie's value, in one of eight shapes. */
    static String clientId(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> uuid(random);
            case 2 -> uuid(random).replace("-", "");
            case 3 -> ulid(random);
            case 4 -> nanoid(random, 21);
            case 5 -> "GA1.1." + tenDigits(random) + "." + (FIRST_SECOND + random.nextInt(4_000_000));
            case 6 -> "fb.1." + (FIRST_SECOND * 1000 + random.nextInt(1_000_000_000)) + "." + tenDigits(random);
            default -> base64(random, 18);
        };
    }

    /** A customer id: short, ten digits, or as long as a snowflake id. */
    static String userId(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> String.valueOf(1 + random.nextInt(99_999));
            case 1 -> String.valueOf(tenDigits(random));
            default -> "1" + tenDigits(random) + (10_000_000 + random.nextInt(89_999_999));
        };
    }

    /** The token that an ad click carries. */
    static String clickToken(Random random) {
        return random.nextBoolean() ? nanoid(random, 32) : uuid(random);
    }

    /** The id of an event. */
    static String dedupeId(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "order-" + (100_000 + random.nextInt(899_999)) + "-" + nanoid(random, 4);
            case 1 -> ulid(random);
            default -> uuid(random);
        };
    }

    /** A random UUID: version 4, variant 2. */
    static String uuid(Random random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private static String ulid(Random random) {
        StringBuilder id = new StringBuilder("01K");
        while (id.length() < 26) {
            id.append(CROCKFORD.charAt(random.nextInt(CROCKFORD.length())));
        }
        return id.toString();
    }

    private static String nanoid(Random random, int length) {
        StringBuilder id = new StringBuilder(length);
        while (id.length() < length) {
            id.append(NANOID.charAt(random.nextInt(NANOID.length())));
        }
        return id.toString();
    }

    private static String base64(Random random, int bytes) {
        byte[] token = new byte[bytes];
        random.nextBytes(token);
        return new String(Base64.getUrlEncoder().encode(token), StandardCharsets.US_ASCII);
    }

    private static long tenDigits(Random random) {
        return 1_000_000_000L + random.nextInt(1_000_000_000);
    }
}

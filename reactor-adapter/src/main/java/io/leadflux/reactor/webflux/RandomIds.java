package io.leadflux.reactor.webflux;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Makes random UUIDs (version 4) without ever waiting for the system's entropy. */
final class RandomIds {

    private static final long VERSION = 0x4000L;
    private static final long VERSION_MASK = 0xf000L;
    private static final long VARIANT = Long.MIN_VALUE;
    private static final long VARIANT_MASK = 0xc000_0000_0000_0000L;

    private static final Pattern OWN =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private RandomIds() {}

    /** A cryptographic generator that has its seed already, and so does not block from here on. Thread-safe. */
    static RandomGenerator seeded() {
        SecureRandom random;
        try {
            random = SecureRandom.getInstance("DRBG");
        } catch (NoSuchAlgorithmException e) {
            random = new SecureRandom();
        }
        random.nextLong();
        return random;
    }

    /** An id from {@code random} alone. */
    static UUID create(RandomGenerator random) {
        return uuid(random.nextLong(), random.nextLong());
    }

    /**
     * An id that is as unlikely to come up again as {@code base} is: the thread's own generator, which takes no lock,
     * changes it.
     */
    static UUID derive(UUID base) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return uuid(
                base.getMostSignificantBits() ^ random.nextLong(), base.getLeastSignificantBits() ^ random.nextLong());
    }

    /** Whether {@code id} has the form of the ids made here. */
    static boolean isOwn(String id) {
        return OWN.matcher(id).matches();
    }

    private static UUID uuid(long high, long low) {
        return new UUID((high & ~VERSION_MASK) | VERSION, (low & ~VARIANT_MASK) | VARIANT);
    }
}

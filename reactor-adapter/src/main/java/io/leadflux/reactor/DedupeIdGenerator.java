package io.leadflux.reactor;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Gives a {@code dedupe_id} to events that have none: 16 random characters for the client and a running number, both in
 * base 32. Alphanumeric, as the provider asks; never the shape of a hash or of a telephone number.
 */
final class DedupeIdGenerator {

    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int PREFIX_LENGTH = 16;
    private static final int LENGTH = PREFIX_LENGTH + 10;

    private final char[] prefix = new char[PREFIX_LENGTH];
    private final AtomicLong count = new AtomicLong();

    DedupeIdGenerator(RandomGenerator random) {
        prefix[0] = 'x';
        for (int i = 1; i < PREFIX_LENGTH; i++) {
            prefix[i] = DIGITS[random.nextInt(DIGITS.length)];
        }
    }

    String next() {
        char[] id = Arrays.copyOf(prefix, LENGTH);
        long rest = count.getAndIncrement();
        for (int i = LENGTH - 1; i >= PREFIX_LENGTH; i--) {
            id[i] = DIGITS[(int) (rest & 31)];
            rest >>>= 5;
        }
        return new String(id);
    }
}

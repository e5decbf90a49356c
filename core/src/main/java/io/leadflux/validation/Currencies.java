package io.leadflux.validation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** A set of currency codes: one bit for each of the 26³ words of three upper-case letters. */
final class Currencies {

    private static final String RESOURCE = "currencies.txt";
    private static final int WORDS = 26 * 26 * 26;
    private static final Currencies IN_USE = load();

    private final long[] bits;

    private Currencies(long[] bits) {
        this.bits = bits;
    }

    /** The currencies in use today by Leadflux's own list; the JDK's differs from version to version. */
    static Currencies inUse() {
        return IN_USE;
    }

    /** These currencies and one more, a word of three upper-case letters. */
    Currencies with(String code) {
        Currencies more = new Currencies(bits.clone());
        more.add(code);
        return more;
    }

    boolean contains(String code) {
        int index = index(code);
        return index >= 0 && (bits[index >> 6] & 1L << index) != 0;
    }

    int size() {
        int size = 0;
        for (long word : bits) {
            size += Long.bitCount(word);
        }
        return size;
    }

    static boolean isWellFormed(String code) {
        return index(code) >= 0;
    }

    private void add(String code) {
        int index = index(code);
        if (index < 0) {
            throw new IllegalArgumentException("currency must be three upper-case letters, not \"" + code + '"');
        }
        bits[index >> 6] |= 1L << index;
    }

    private static int index(String code) {
        if (code.length() != 3) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < 3; i++) {
            int letter = code.charAt(i) - 'A';
            if (letter < 0 || letter > 25) {
                return -1;
            }
            index = index * 26 + letter;
        }
        return index;
    }

    private static Currencies load() {
        Currencies all = new Currencies(new long[(WORDS + 63) / 64]);
        try (InputStream in = Currencies.class.getResourceAsStream(RESOURCE);
                BufferedReader lines = reader(in)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                all.addLine(line);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    private static BufferedReader reader(@Nullable InputStream in) {
        if (in == null) {
            throw new IllegalStateException(
                    "resource " + RESOURCE + " is missing next to " + Currencies.class.getName());
        }
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    }

    private void addLine(String line) {
        int comment = line.indexOf('#');
        StringTokenizer codes = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
        while (codes.hasMoreTokens()) {
            add(codes.nextToken());
        }
    }
}

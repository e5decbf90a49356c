package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final long SEED = 20_261_101L;

    @Test
    void isWellFormed_agreesWithTheJdkOnMutatedText() {
        Random random = new Random(SEED);
        int malformed = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = text(random).getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            boolean expected = decodes(bytes);
            malformed += expected ? 0 : 1;
            assertThat(Utf8.isWellFormed(bytes, bytes.length))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected);
        }
        assertThat(malformed).isBetween(2_000, 18_000);
    }

    @Test
    void isWellFormed_agreesWithTheJdkOnEveryShortSequence() {
        byte[] bytes = new byte[3];
        for (int i = 0; i < 1 << 24; i += 1 + (i & 0xf)) {
            bytes[0] = (byte) (i >> 16);
            bytes[1] = (byte) (i >> 8);
            bytes[2] = (byte) i;
            boolean found = Utf8.isWellFormed(bytes, 3);
            if (found != new String(bytes, StandardCharsets.UTF_8).indexOf('\ufffd') < 0) {
                boolean isTheReplacementItself = (i & 0xffffff) == 0xefbfbd;
                assertThat(isTheReplacementItself).as("bytes %06x", i).isTrue();
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(30);
        int[] bounds = {0x80, 0x800, 0xd800, 0x110000};
        for (int i = 0; i < length; i++) {
            int codePoint = random.nextInt(bounds[random.nextInt(bounds.length)]);
            boolean surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
            text.appendCodePoint(surrogate ? 'x' : codePoint);
        }
        return text.toString();
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}

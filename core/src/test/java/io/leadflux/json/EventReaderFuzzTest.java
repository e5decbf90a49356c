package io.leadflux.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Valid events, damaged at random: reading never throws, and what it takes is what it says. */
@Tag("proof")
class EventReaderFuzzTest {

    private static final int ROUNDS = 200_000;
    private static final byte[] PALETTE =
            "{}[]:,\"\\\n\r\t 0123456789eE+-.aNIntrfu\0\u001f".getBytes(StandardCharsets.US_ASCII);

    private final EventReader reader = EventReader.create();
    private final EventValidator validator = EventValidator.create();

    @Test
    void read_damagedEvent_neverThrows() {
        long seed = 4_711;
        Random random = new Random(seed);
        RandomEvents events = new RandomEvents(seed);
        int taken = 0;
        byte[] valid = EventEncoder.encode(events.next());
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 20 == 0) {
                valid = EventEncoder.encode(events.next());
            }
            byte[] input = valid;
            for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
                input = damaged(input, random);
            }
            taken += check(input, "seed " + seed + ", round " + round) ? 1 : 0;
        }
        assertThat(taken).as("inputs that were still events").isBetween(ROUNDS / 100, ROUNDS);
    }

    private static byte[] damaged(byte[] input, Random random) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(input.length);
        byte[] copy = input.clone();
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(input, at);
            case 1 -> spliced(input, at, at, new byte[] {PALETTE[random.nextInt(PALETTE.length)]});
            case 2 -> spliced(input, at, Math.min(input.length, at + 1 + random.nextInt(4)), new byte[0]);
            case 3 -> spliced(input, at, at, Arrays.copyOfRange(input, at / 2, at));
            case 4 -> {
                copy[at] ^= (byte) (1 << random.nextInt(8));
                yield copy;
            }
            default -> {
                copy[at] = PALETTE[random.nextInt(PALETTE.length)];
                yield copy;
            }
        };
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] instead) {
        byte[] result = Arrays.copyOf(input, input.length - (to - from) + instead.length);
        System.arraycopy(instead, 0, result, from, instead.length);
        System.arraycopy(input, to, result, from + instead.length, input.length - to);
        return result;
    }

    private boolean check(byte[] input, String what) {
        ReadResult result;
        try {
            result = reader.read(input, 0, input.length, 3);
            result.violations(validator);
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
        assertThat(result.isWellFormed()).as(what).isEqualTo(result.violations().isEmpty());
        ServerEvent event = result.event();
        if (!result.isWellFormed()) {
            assertThat(result.violations()).as(what).allMatch(violation -> violation.line() >= 3);
            return false;
        }
        if (event == null) {
            throw new AssertionError("well-formed, but no event: " + what);
        }
        assertThat(reader.read(EventEncoder.encode(event)).event()).as(what).isEqualTo(event);
        return true;
    }
}

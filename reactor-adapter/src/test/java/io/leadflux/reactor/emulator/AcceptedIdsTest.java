package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.emulator.AcceptedIds.Outcome;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AcceptedIdsTest {

    private static final long WINDOW = 300_000;

    @Test
    void record_fullSet() {
        AcceptedIds ids = new AcceptedIds(2);
        record(ids, "a", 0);
        record(ids, "b", 0);

        assertThat(record(ids, "c", 0)).isEqualTo(Outcome.NOT_KEPT);
        assertThat(record(ids, "a", 1)).isEqualTo(Outcome.MERGED);
        assertThat(ids.size()).isEqualTo(2);
    }

    @Test
    void record_aroundTheWindow() {
        AcceptedIds ids = new AcceptedIds(10);

        assertThat(record(ids, "a", 1_000)).isEqualTo(Outcome.FIRST);
        assertThat(record(ids, "a", 1_000)).isEqualTo(Outcome.MERGED);
        assertThat(record(ids, "a", 1_000 + WINDOW)).isEqualTo(Outcome.MERGED);
        assertThat(record(ids, "a", 1_001 + WINDOW)).isEqualTo(Outcome.AGAIN);
        assertThat(record(ids, "a", 1_001 + 2 * WINDOW)).isEqualTo(Outcome.MERGED);
        assertThat(acceptances(ids, "a")).isEqualTo(2);
        assertThat(acceptances(ids, "b")).isZero();
    }

    @Test
    void record_clockThatGoesBack() {
        AcceptedIds ids = new AcceptedIds(10);
        record(ids, "a", WINDOW * 10);

        assertThat(record(ids, "a", 0)).isEqualTo(Outcome.MERGED);
    }

    @Test
    void record_millionIds() {
        AcceptedIds ids = new AcceptedIds(2_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            assertThat(record(ids, id(i), Wire.NOW) == Outcome.FIRST).isTrue();
        }

        for (int i = 0; i < 1_000_000; i += 97) {
            assertThat(acceptances(ids, id(i)) == 1).isTrue();
            assertThat(acceptances(ids, id(i + 1_000_000)) == 0).isTrue();
        }
        assertThat(ids.size()).isEqualTo(1_000_000);
        assertThat(ids.bytes()).isLessThanOrEqualTo(50_000_000);
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "event-%08d", number);
    }

    private static Outcome record(AcceptedIds ids, String id, long now) {
        char[] text = id.toCharArray();
        return ids.record(IdHash.hash(text, 0, text.length), IdHash.check(text, 0, text.length), now, WINDOW);
    }

    private static int acceptances(AcceptedIds ids, String id) {
        char[] text = id.toCharArray();
        return ids.acceptances(IdHash.hash(text, 0, text.length), IdHash.check(text, 0, text.length));
    }
}

package io.leadflux.reactor.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of stores on disks that fail and machines that stop, each from its seed. {@code -Dleadflux.store.seed=N} runs one
 * again, {@code -Dleadflux.store.worlds=N} sets how many there are, and {@code -Dleadflux.store.first=N} the first seed.
 */
class StoreModelTest {

    private static final int WORLDS = 4_000;
    private static final int MORE_WORLDS = 100_000;
    private static final long FIRST = Long.getLong("leadflux.store.first", 1);
    private static final int ENOUGH = 3;

    private final Logger log = Logger.getLogger(EventStore.class.getName());
    private Level level;

    /** Thousands of stores have tens of thousands of troubles to tell of. */
    @BeforeEach
    void quieten() {
        level = log.getLevel();
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        log.setLevel(level);
    }

    @Test
    void world_sameSeed_livesTheSameLifeAgain() {
        for (long seed = 1; seed <= 50; seed++) {
            assertThat(lived(seed)).isEqualTo(lived(seed));
        }
    }

    private static String lived(long seed) {
        StoreWorld world = new StoreWorld(seed);
        world.live();
        return world.toString();
    }

    @Test
    void promises_inThousandsOfWorlds_areKept() {
        assertPromises(FIRST, WORLDS);
    }

    @Test
    @Tag("proof")
    void promises_inAHundredThousandMoreWorlds_areKept() {
        assertPromises(FIRST + WORLDS, MORE_WORLDS);
    }

    /** A store that leaves out what the disk here only pretends to do breaks its promises soon. */
    @ParameterizedTest
    @EnumSource(ModelDisk.Lie.class)
    void promises_diskLies_areBroken(ModelDisk.Lie lie) {
        int broken = 0;
        for (long seed = 1; seed <= 2_000 && broken == 0; seed++) {
            try {
                new StoreWorld(seed, lie).live();
            } catch (AssertionError caught) {
                broken++;
            }
        }
        assertThat(broken).isPositive();
    }

    private static void assertPromises(long firstByDefault, int worldsByDefault) {
        Long only = Long.getLong("leadflux.store.seed");
        long first = only == null ? firstByDefault : only;
        long worlds = only == null ? Integer.getInteger("leadflux.store.worlds", worldsByDefault) : 1;
        List<Throwable> failures = new ArrayList<>();
        long stored = 0;
        long returned = 0;
        long crashes = 0;
        long lived = 0;
        long begun = System.nanoTime();
        for (long seed = first; seed < first + worlds && failures.size() < ENOUGH; seed++) {
            StoreWorld world = new StoreWorld(seed);
            try {
                world.live();
            } catch (Throwable broken) {
                failures.add(new AssertionError("replay with -Dleadflux.store.seed=" + seed, broken));
            }
            stored += world.stored;
            returned += world.returned;
            crashes += world.crashes;
            lived++;
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE store model: %d worlds with %d events stored, %d read, %d crashes, %.0f worlds a second%n",
                lived,
                stored,
                returned,
                crashes,
                lived / ((System.nanoTime() - begun) / 1e9));
        if (!failures.isEmpty()) {
            AssertionError all = new AssertionError("worlds where a promise is broken: " + failures.size());
            failures.forEach(all::addSuppressed);
            throw all;
        }
    }
}

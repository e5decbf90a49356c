package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random worlds, each from its seed. {@code -Dleadflux.simulation.seed=N} lives one world again,
 * {@code -Dleadflux.simulation.worlds=N} sets how many there are, and {@code -Dleadflux.simulation.first=N} the first seed.
 */
class SimulationTest {

    private static final int WORLDS = 2_000;
    private static final int MORE_WORLDS = 10_000;
    private static final long FIRST = Long.getLong("leadflux.simulation.first", 1);
    private static final int ENOUGH = 3;

    private final Logger log = Logger.getLogger(ConversionClient.class.getName());
    private final @Nullable Level level = log.getLevel();

    /** Thousands of clients have tens of thousands of troubles to tell of. */
    @BeforeEach
    void quieten() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        log.setLevel(level);
    }

    @Test
    void world_sameSeed_livesTheSameLifeAgain() {
        for (long seed = 1; seed <= 100; seed++) {
            assertThat(lived(seed)).isEqualTo(lived(seed));
        }
    }

    private static String lived(long seed) {
        World world = new World(seed);
        world.live();
        return world.toString();
    }

    @Test
    void law_inThousandsOfRandomWorlds_holdsAfterEveryStep() {
        assertLaw(FIRST, WORLDS);
    }

    @Test
    @Tag("proof")
    void law_inTenThousandMoreWorlds_holdsAfterEveryStep() {
        assertLaw(FIRST + WORLDS, MORE_WORLDS);
    }

    private static void assertLaw(long firstByDefault, int worldsByDefault) {
        Long only = Long.getLong("leadflux.simulation.seed");
        long first = only == null ? firstByDefault : only;
        long worlds = only == null ? Integer.getInteger("leadflux.simulation.worlds", worldsByDefault) : 1;
        List<Throwable> failures = new ArrayList<>();
        long events = 0;
        long begun = System.nanoTime();
        for (long seed = first; seed < first + worlds && failures.size() < ENOUGH; seed++) {
            World world = new World(seed);
            try {
                world.live();
            } catch (Throwable broken) {
                failures.add(new AssertionError("replay with -Dleadflux.simulation.seed=" + seed, broken));
            }
            events += world.submitted();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "FIGURE simulation: %d worlds with %d events, %.0f worlds a second%n",
                worlds,
                events,
                worlds / seconds);
        if (!failures.isEmpty()) {
            AssertionError all = new AssertionError("worlds where the law is broken: " + failures.size());
            failures.forEach(all::addSuppressed);
            throw all;
        }
    }
}

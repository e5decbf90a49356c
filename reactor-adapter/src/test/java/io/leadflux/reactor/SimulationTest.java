package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** Of so many worlds, this share at least is of each kind. */
    private static final int ENOUGH_TO_COUNT = 1_000;

    private static final double LEAST_SHARE = 0.005;

    private final Logger log = Logger.getLogger(ConversionClient.class.getPackageName());
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
        Map<WorldKind, Integer> kinds = new EnumMap<>(WorldKind.class);
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
            world.kinds().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "FIGURE simulation: %d worlds with %d events, %.0f worlds a second%n",
                worlds,
                events,
                worlds / seconds);
        System.out.println("FIGURE worlds of each kind: " + kinds);
        if (!failures.isEmpty()) {
            AssertionError all = new AssertionError("worlds where the law is broken: " + failures.size());
            failures.forEach(all::addSuppressed);
            throw all;
        }
        if (worlds >= ENOUGH_TO_COUNT) {
            assertThat(WorldKind.values())
                    .allSatisfy(kind -> assertThat(kinds.getOrDefault(kind, 0))
                            .as("worlds of kind %s", kind)
                            .isGreaterThanOrEqualTo((int) (worlds * LEAST_SHARE)));
        }
    }
}

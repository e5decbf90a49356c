package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random worlds, each from its seed. {@code -Dleadflux.simulation.seed=N} lives one world again,
 * {@code -Dleadflux.simulation.worlds=N} sets how many there are, and {@code -Dleadflux.simulation.first=N} the first seed.
 */
class SimulationTest {

    private static final int WORLDS = Integer.getInteger("leadflux.simulation.worlds", 4000);
    private static final long FIRST = Long.getLong("leadflux.simulation.first", 1);
    private static final int ENOUGH = 3;

    @Test
    void law_inThousandsOfRandomWorlds_holdsAfterEveryStep() {
        Long only = Long.getLong("leadflux.simulation.seed");
        long first = only == null ? FIRST : only;
        long worlds = only == null ? WORLDS : 1;
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
        assertThat(failures).isEmpty();
    }
}

package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BisectionTest {

    private final List<Integer> accepted = new ArrayList<>();
    private final List<Integer> refusedAlone = new ArrayList<>();

    private int solve(Bisection search, Set<Integer> bad, SplittableRandom singles) {
        int probes = 0;
        while (!search.isSolved()) {
            int[] probe = search.nextProbe(singles.nextInt(4) == 0);
            probes++;
            if (Arrays.stream(probe).anyMatch(bad::contains)) {
                if (search.refused()) {
                    refusedAlone.add(probe[0]);
                }
            } else {
                Arrays.stream(probe).forEach(accepted::add);
                search.accepted();
            }
        }
        return probes;
    }

    private static Set<Integer> randomly(SplittableRandom random, int count, int size) {
        Set<Integer> bad = new TreeSet<>();
        while (bad.size() < count) {
            bad.add(random.nextInt(size));
        }
        return bad;
    }

    @Test
    void search_randomBadEvents_refusesExactlyThemAloneAndSendsTheOthersOnce() {
        for (long seed = 1; seed <= 1000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int size = random.nextInt(2, 101);
            Set<Integer> bad = randomly(random, random.nextInt(Math.min(size, 60) + 1), size);
            accepted.clear();
            refusedAlone.clear();
            int hint = random.nextInt(-2, size + 2);
            solve(new Bisection(size, hint, random), bad, random);
            assertThat(refusedAlone).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(bad);
            assertThat(accepted).as("seed %d", seed).hasSize(size - bad.size()).doesNotHaveDuplicates();
        }
    }

    @Test
    void search_oneBadEventInAFullBatch_takesAboutEightProbes() {
        int sum = 0;
        int worst = 0;
        for (int bad = 0; bad < 100; bad++) {
            for (long seed = 1; seed <= 20; seed++) {
                Bisection search = new Bisection(100, -1, new SplittableRandom(seed));
                int probes = 0;
                while (!search.isSolved()) {
                    int only = bad;
                    boolean refused = Arrays.stream(search.nextProbe(false)).anyMatch(index -> index == only);
                    probes++;
                    if (refused) {
                        search.refused();
                    } else {
                        search.accepted();
                    }
                }
                sum += probes;
                worst = Math.max(worst, probes);
            }
        }
        assertThat(sum / 2000.0).isLessThanOrEqualTo(8);
        assertThat(worst).isLessThanOrEqualTo(9);
    }

    @Test
    void search_nothingIsBad_refusesNothingAndSaysSo() {
        Bisection search = new Bisection(100, -1, new SplittableRandom(1));
        Set<Integer> sent = new HashSet<>();
        while (!search.isSolved()) {
            Arrays.stream(search.nextProbe(false)).forEach(sent::add);
            search.accepted();
        }
        assertThat(search.foundOne()).isFalse();
        assertThat(sent).hasSize(100);
    }

    @Test
    void nextProbe_rightHint_takesTwoProbes() {
        Bisection search = new Bisection(100, 42, new SplittableRandom(1));
        assertThat(search.nextProbe(false)).containsExactly(42);
        assertThat(search.refused()).isTrue();
        assertThat(search.nextProbe(false)).hasSize(99);
        search.accepted();
        assertThat(search.isSolved()).isTrue();
        assertThat(search.foundOne()).isTrue();
    }

    @Test
    void nextProbe_single_isASingleEvent() {
        assertThat(new Bisection(100, -1, new SplittableRandom(1)).nextProbe(true))
                .hasSize(1);
    }

    @Test
    void giveUp_midway_returnsWhatIsNotResolved() {
        Bisection search = new Bisection(10, 3, new SplittableRandom(1));
        search.nextProbe(false);
        search.refused();
        assertThat(search.giveUp()).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9);
        assertThat(search.isSolved()).isTrue();
    }

    @Test
    void unresolved_firstEventResolved_startsWithTheNext() {
        Bisection search = new Bisection(10, 0, new SplittableRandom(1));
        assertThat(search.unresolved()).startsWith(0);
        search.nextProbe(false);
        search.refused();
        assertThat(search.unresolved()).startsWith(1);
    }
}

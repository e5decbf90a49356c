package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.batch.BatchAccumulator;
import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IsolationTest {

    private static final Owner NOBODY = new Owner() {
        @Override
        public void granted(Ticket ticket) {}

        @Override
        public void settled(Parcel parcel, Outcome outcome, @Nullable DeliveryException cause) {}

        @Override
        public boolean isAbandoned() {
            return false;
        }
    };

    private final List<Integer> accepted = new ArrayList<>();
    private final List<Integer> culprits = new ArrayList<>();

    /** A parcel of events 0 to {@code size}, whose event n came in at n and belongs to element n. */
    private static Parcel parcel(int size) {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        Events.valid(0, size).forEach(accumulator::add);
        Object[] sources = new Object[size];
        Arrays.setAll(sources, i -> i);
        long[] acceptedAt = new long[size];
        Arrays.setAll(acceptedAt, i -> i);
        return new Parcel(NOBODY, 0, accumulator.seal(), sources, acceptedAt);
    }

    private static List<Integer> numbers(Parcel parcel) {
        return Arrays.stream(parcel.sources).map(Integer.class::cast).toList();
    }

    private int solve(Isolation hunt, Set<Integer> bad, boolean inDoubt) {
        while (!hunt.isSolved()) {
            Parcel probe = hunt.nextProbe(inDoubt);
            boolean refused = numbers(probe).stream().anyMatch(bad::contains);
            if (!refused) {
                accepted.addAll(numbers(probe));
            }
            (refused ? hunt.probeRefused(probe) : hunt.probeAccepted(probe))
                    .forEach(culprit -> culprits.addAll(numbers(culprit)));
        }
        return hunt.probes();
    }

    @Test
    void nextProbe_randomCulprits_findsExactlyThemAndSendsTheOthersOnce() {
        for (long seed = 1; seed <= 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int size = random.nextInt(2, 101);
            Set<Integer> bad = new TreeSet<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                bad.add(random.nextInt(size));
            }
            int hint = random.nextInt(-2, size + 2);
            accepted.clear();
            culprits.clear();
            int probes = solve(new Isolation(parcel(size), hint, random), bad, random.nextBoolean() && size < 20);
            assertThat(culprits).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(bad);
            assertThat(accepted).as("seed %d", seed).hasSize(size - bad.size()).doesNotHaveDuplicates();
            assertThat(probes).as("seed %d", seed).isLessThanOrEqualTo(size < 20 ? 40 : 10 * bad.size() + 1);
        }
    }

    @Test
    void nextProbe_doubtComesAndGoes_stillFindsExactlyTheCulprits() {
        for (long seed = 1; seed <= 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Set<Integer> bad = Set.of(random.nextInt(30), random.nextInt(30, 60));
            accepted.clear();
            culprits.clear();
            Isolation hunt = new Isolation(parcel(60), random.nextInt(60), random);
            while (!hunt.isSolved()) {
                Parcel probe = hunt.nextProbe(random.nextBoolean());
                boolean refused = numbers(probe).stream().anyMatch(bad::contains);
                accepted.addAll(refused ? List.of() : numbers(probe));
                (refused ? hunt.probeRefused(probe) : hunt.probeAccepted(probe))
                        .forEach(culprit -> culprits.addAll(numbers(culprit)));
            }
            assertThat(culprits).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(bad);
            assertThat(accepted).as("seed %d", seed).hasSize(58).doesNotHaveDuplicates();
        }
    }

    @Test
    void nextProbe_rightHint_takesTwoProbes() {
        assertThat(solve(new Isolation(parcel(100), 42, new SplittableRandom(1)), Set.of(42), false))
                .isEqualTo(2);
    }

    @Test
    void nextProbe_inDoubt_isASingleEvent() {
        Isolation hunt = new Isolation(parcel(100), -1, new SplittableRandom(1));
        assertThat(hunt.nextProbe(true).size()).isOne();
    }

    @Test
    void giveUp_midway_givesWhatIsNeitherGoodNorBad() {
        Isolation hunt = new Isolation(parcel(10), 3, new SplittableRandom(1));
        hunt.probeRefused(hunt.nextProbe(false));
        assertThat(hunt.giveUp())
                .singleElement()
                .satisfies(rest -> assertThat(numbers(rest)).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9));
        assertThat(hunt.isSolved()).isTrue();
    }

    @Test
    void withdraw_probeOutOfTheHunt_givesTheRest() {
        Isolation hunt = new Isolation(parcel(10), 3, new SplittableRandom(1));
        assertThat(hunt.withdraw(hunt.nextProbe(false)))
                .singleElement()
                .satisfies(rest -> assertThat(numbers(rest)).containsExactly(0, 1, 2, 4, 5, 6, 7, 8, 9));
    }

    @Test
    void oldest_firstEventResolved_isThatOfTheNext() {
        Isolation hunt = new Isolation(parcel(10), 0, new SplittableRandom(1));
        assertThat(hunt.oldest()).isZero();
        hunt.probeRefused(hunt.nextProbe(false));
        assertThat(hunt.oldest()).isEqualTo(1);
    }

    @Test
    void probeAccepted_doubtOfAnAttempt_staysWithItsEvent() {
        Isolation hunt = new Isolation(parcel(2), 0, new SplittableRandom(1));
        Parcel probe = hunt.nextProbe(false);
        probe.markUncertain();
        assertThat(hunt.probeRefused(probe))
                .singleElement()
                .satisfies(culprit -> assertThat(culprit.isUncertain(0)).isTrue());
        assertThat(hunt.giveUp())
                .singleElement()
                .satisfies(rest -> assertThat(rest.isUncertain(0)).isFalse());
    }
}

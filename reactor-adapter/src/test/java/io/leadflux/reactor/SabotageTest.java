package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each oracle of the simulation finds what it is there for, when a world is broken on purpose. */
class SabotageTest {

    private static final int WORLDS = 300;

    private final Logger log = Logger.getLogger(ConversionClient.class.getPackageName());
    private final @Nullable Level level = log.getLevel();

    @BeforeEach
    void quieten() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        log.setLevel(level);
    }

    @ParameterizedTest
    @CsvSource({
        "LATE_TIMERS, waits though nothing stands in its way",
        "STRAY_TIMER, timers left",
        "LOST_RESPONSES, something is left",
        "LOST_RESPONSES, after the last fault",
        "LOST_RESPONSES_OF_NEIGHBOURS, permits never given back",
        "SILENT_KEYS, after the last fault",
        "LASTING_OUTAGE, after the last fault",
        "FALSE_ACKNOWLEDGEMENTS, accepted but lost",
        "SECRET_DOUBLES, doubled unflagged",
        "UNCOUNTED_RESULTS, differs from the listener's"
    })
    void world_sabotaged_isFoundOut(Sabotage sabotage, String complaint) {
        List<String> complaints = new ArrayList<>();
        for (long seed = 1; seed <= WORLDS; seed++) {
            String found = complaintOf(seed, sabotage);
            complaints.add(found.lines().findFirst().orElse(""));
            if (found.contains(complaint)) {
                return;
            }
        }
        assertThat(complaints).anyMatch(found -> found.contains(complaint));
    }

    private static String complaintOf(long seed, Sabotage sabotage) {
        try {
            new World(seed, sabotage).live();
            return "";
        } catch (AssertionError broken) {
            return String.valueOf(broken.getMessage());
        }
    }

    @Test
    void linger_eventWaitsWithNothingInItsWay_isFoundAfterLingerAndSlack() {
        FreeSince permits = new FreeSince();
        LingerOracle oracle = new LingerOracle(permits, Duration.ofMillis(5), 10);
        WorldEvent event = new WorldEvent(0, false, 0, 0);
        event.given = true;
        permits.observe(true, 1_000_000);
        assertThat(oracle.tooLong(List.of(event), 100_000_000)).as("no permit").isNull();
        permits.observe(false, 100_000_000);
        assertThat(oracle.tooLong(List.of(event), 106_000_000)).as("in time").isNull();
        assertThat(oracle.tooLong(List.of(event), 106_000_001)).isSameAs(event);
        event.posts = 1;
        assertThat(oracle.tooLong(List.of(event), 200_000_000)).as("sent").isNull();
    }
}

package io.leadflux.validation;

import io.leadflux.event.EventField;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules for {@code event_time}: in milliseconds, told by the number of digits, and neither too late nor too old.
 */
final class TimeCheck {

    private static final long TEN_DIGITS = 1_000_000_000L;
    private static final long ELEVEN_DIGITS = TEN_DIGITS * 10;
    private static final long THIRTEEN_DIGITS = TEN_DIGITS * 1_000;
    private static final long SIXTEEN_DIGITS = THIRTEEN_DIGITS * 1_000;
    private static final long SEVENTEEN_DIGITS = SIXTEEN_DIGITS * 10;
    private static final long NINETEEN_DIGITS = SIXTEEN_DIGITS * 1_000;

    private final InstantSource clock;
    private final long toleranceMillis;
    private final long maximumAgeMillis;
    private final String inFuture;
    private final String tooOld;

    /** The latest time read from the clock. An event before it needs no further reading, which is slow. */
    private volatile long seen;

    /** A check without an age limit when {@code maximumAge} is null. */
    TimeCheck(InstantSource clock, Duration futureTolerance, @Nullable Duration maximumAge) {
        this.clock = clock;
        this.toleranceMillis = futureTolerance.toMillis();
        this.maximumAgeMillis = maximumAge == null ? Long.MAX_VALUE : maximumAge.toMillis();
        this.inFuture = "must be the current time, but lies in the future by more than " + futureTolerance;
        this.tooOld = "must be the current time, but lies in the past by more than " + maximumAge;
    }

    List<Violation> check(List<Violation> found, @Nullable Long eventTime) {
        if (eventTime == null) {
            return add(found, Rule.EVENT_TIME_REQUIRED, "is required: milliseconds since the Unix epoch");
        }
        if (eventTime >= THIRTEEN_DIGITS && eventTime <= seen && maximumAgeMillis == Long.MAX_VALUE) {
            return found;
        }
        long now = now();
        long age = now - eventTime;
        if (eventTime >= THIRTEEN_DIGITS && age >= -toleranceMillis) {
            return age <= maximumAgeMillis ? found : add(found, Rule.EVENT_TIME_TOO_OLD, tooOld);
        }
        return explain(found, eventTime);
    }

    private long now() {
        long now = clock.millis();
        if (now > seen) {
            seen = now;
        }
        return now;
    }

    private List<Violation> explain(List<Violation> found, long eventTime) {
        if (eventTime < THIRTEEN_DIGITS) {
            boolean seconds = eventTime >= TEN_DIGITS && eventTime < ELEVEN_DIGITS;
            return seconds
                    ? add(found, Rule.EVENT_TIME_IN_SECONDS, "must be in milliseconds, but is in seconds: times 1,000")
                    : add(
                            found,
                            Rule.EVENT_TIME_IMPLAUSIBLE,
                            "must be the current time in milliseconds, which has 13 digits");
        }
        if (eventTime >= NINETEEN_DIGITS) {
            return add(
                    found,
                    Rule.EVENT_TIME_IN_NANOSECONDS,
                    "must be in milliseconds, but is in nanoseconds: divide by 1,000,000");
        }
        if (eventTime >= SIXTEEN_DIGITS && eventTime < SEVENTEEN_DIGITS) {
            return add(
                    found,
                    Rule.EVENT_TIME_IN_MICROSECONDS,
                    "must be in milliseconds, but is in microseconds: divide by 1,000");
        }
        return add(found, Rule.EVENT_TIME_IN_FUTURE, inFuture);
    }

    private static List<Violation> add(List<Violation> found, Rule rule, String message) {
        return Findings.add(found, EventField.EVENT_TIME, rule, message);
    }
}

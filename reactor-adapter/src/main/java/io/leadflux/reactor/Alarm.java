package io.leadflux.reactor;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * A timer that serves one deadline after another without being taken down between them: it is set only when it is not set
 * already, or for an earlier time. Whoever it wakes looks at the clock and sets it again. Set and stopped from one loop
 * only; rings on a timer thread.
 */
final class Alarm {

    private final Timing timing;
    private final Runnable onRing;
    private volatile boolean rung;
    private boolean set;
    private long at;
    private @Nullable Disposable pending;

    Alarm(Timing timing, Runnable onRing) {
        this.timing = timing;
        this.onRing = onRing;
    }

    /** Rings {@code nanos} from {@code now} at the latest. */
    void ring(long now, long nanos) {
        if (rung) {
            rung = false;
            set = false;
        }
        if (!set || now + nanos - at < 0) {
            stop();
            pending = timing.schedule(this::rings, nanos);
            at = now + nanos;
            set = true;
        }
    }

    /** Whether it has been set and has still to ring; when it says so and rings meanwhile, whom it wakes is about to look. */
    boolean isSet() {
        return set && !rung;
    }

    /** Rings no more for what it was set to, and lets go of whom it would have woken. */
    void stop() {
        Disposable scheduled = pending;
        pending = null;
        set = false;
        if (scheduled != null) {
            scheduled.dispose();
        }
    }

    private void rings() {
        rung = true;
        onRing.run();
    }
}

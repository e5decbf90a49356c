package io.leadflux.reactor.delivery;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * A timer that serves one deadline after another without being taken down between them: it is set only when it is not set
 * already, or for an earlier time. What it calls looks at the clock and sets it again. Set and stopped from one loop only;
 * fires on a thread of the scheduler.
 */
public final class DeadlineTimer {

    private final Timing timing;
    private final Runnable onFire;
    private volatile boolean fired;
    private boolean set;
    private long at;
    private @Nullable Disposable pending;
    private @Nullable Scheduler scheduler;

    public DeadlineTimer(Timing timing, Runnable onFire) {
        this.timing = timing;
        this.onFire = onFire;
    }

    /** Fires {@code nanos} from {@code now} at the latest. A scheduler that was shut down meanwhile is replaced. */
    public void set(long now, long nanos) {
        Scheduler current = timing.scheduler();
        if (fired || current != scheduler) {
            fired = false;
            set = false;
        }
        if (!set || now + nanos - at < 0) {
            stop();
            scheduler = current;
            pending = timing.schedule(this::fire, nanos);
            at = now + nanos;
            set = true;
        }
    }

    /** Whether it has been set and has not fired yet; when it says so and fires meanwhile, what it calls is about to look. */
    public boolean isSet() {
        return set && !fired && timing.scheduler() == scheduler;
    }

    /** Does not fire any more for what it was set to, and lets go of what it would have called. */
    public void stop() {
        Disposable scheduled = pending;
        pending = null;
        set = false;
        if (scheduled != null) {
            scheduled.dispose();
        }
    }

    private void fire() {
        fired = true;
        onFire.run();
    }
}

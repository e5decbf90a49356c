package io.leadflux.reactor;

/**
 * A timer that serves one deadline after another and is never taken down: it is set only when it is not set already, or for
 * an earlier time. Whoever it wakes looks at the clock and sets it again. Set from one loop only; rings on a timer thread.
 */
final class Alarm {

    private final Timing timing;
    private final Runnable onRing;
    private volatile boolean rung;
    private boolean set;
    private long at;

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
            set = true;
            at = now + nanos;
            timing.schedule(this::rings, nanos);
        }
    }

    private void rings() {
        rung = true;
        onRing.run();
    }
}

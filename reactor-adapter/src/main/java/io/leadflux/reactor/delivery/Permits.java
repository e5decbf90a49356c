package io.leadflux.reactor.delivery;

/**
 * The client's dealings with its {@link ConcurrencyLimit}, which others may share: it holds a permit for each POST, stands
 * in the limit's line while there is none, and wakes the next client after each change. Belongs to the dispatcher.
 */
final class Permits {

    private final ConcurrencyLimit limit;
    private final SerialExecutor executor;
    private final Runnable wake;
    private final Runnable wakeNext;
    private boolean inLine;

    Permits(ConcurrencyLimit limit, SerialExecutor executor) {
        this.limit = limit;
        this.executor = executor;
        this.wakeNext = limit::wakeNext;
        this.wake = () -> executor.execute(() -> {});
    }

    /** Takes a permit; when there is none, the client stands in the line and its loop runs again when it is its turn. */
    boolean acquire() {
        boolean acquired = limit.tryAcquire(wake);
        inLine = !acquired;
        tellNext();
        return acquired;
    }

    void release() {
        limit.release();
        tellNext();
    }

    /** Has no use for a permit any more. */
    void leaveQueue() {
        if (inLine) {
            inLine = false;
            limit.leave(wake);
            tellNext();
        }
    }

    void succeeded(long tookNanos, long now) {
        limit.succeeded(tookNanos, now);
    }

    void overloaded(long now) {
        limit.overloaded(now);
    }

    private void tellNext() {
        Runnable next = limit.next();
        if (next != null && next != wake) {
            executor.afterwards(wakeNext);
        }
    }
}

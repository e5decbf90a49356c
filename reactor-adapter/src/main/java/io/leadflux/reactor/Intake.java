package io.leadflux.reactor;

import io.leadflux.event.ServerEvent;
import io.leadflux.validation.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's elements come from. The pipeline pulls them in runs. Its drain loop calls what is declared here, so one
 * thread at a time; any thread may look for the {@link #error} and {@link #cancel}.
 */
interface Intake {

    /** An element that has come in and was judged, on its way into a batch. */
    interface Arrival {

        /** What the event was made from; it comes back with the result. */
        Object source();

        ServerEvent event();

        /** Why it may not be sent; empty when it may. */
        List<Violation> violations();

        /** When it came in, by the client's clock; {@code now} if that was a moment ago. */
        long arrivedAt(long now);
    }

    /** The next element at hand, within what was requested; null when there is none. */
    @Nullable
    Arrival poll();

    /**
     * Ends a run. The pipeline then has to be woken only for so many elements as are worth it: until then it looks by itself
     * when the time of its open batch has come.
     *
     * @param enough how many elements are worth waking the pipeline
     * @return false when something is at hand for which nothing would wake the pipeline
     */
    boolean rest(int enough);

    /** Whether no element is at hand, nor just about to be. */
    boolean isEmpty();

    /** Whether no more elements will come than are at hand. */
    boolean isDone();

    /** Why no more will come; null when they simply ended. */
    @Nullable
    Throwable error();

    /** Lets {@code n} more elements come; some may come before it returns, and be {@linkplain Pipeline#takeAtOnce taken at once}. */
    void request(long n);

    /** Lets no more come, as if they had ended. */
    void finish();

    /** Lets no more come, as their results are not wanted. */
    void cancel();
}

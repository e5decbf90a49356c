package io.leadflux.reactor;

import org.jspecify.annotations.Nullable;

/**
 * Where a pipeline's elements come from. The pipeline pulls them in runs. Its drain loop calls what is declared here, so one
 * thread at a time; any thread may look for the {@link #error} and {@link #cancel}.
 */
interface Intake {

    /** The next element at hand, within what was asked for; null when there is none. */
    @Nullable
    Arrival poll();

    /**
     * Ends a run. The pipeline then has to be woken only for so many elements as are worth it: until then it looks by itself
     * when the time of its open batch has come.
     *
     * @param enough how many elements are worth waking the pipeline
     * @return false when something is at hand that nobody would wake the pipeline for
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

    /** Lets no more come, nobody being interested. */
    void cancel();
}

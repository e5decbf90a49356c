package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class SerialExecutorTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<String> done = new ArrayList<>();
    private final SerialExecutor executor = new SerialExecutor(Timing.virtual(time), () -> done.add("settle"));

    @Test
    void lastly_leftBeforeOthers_runsBehindWhatAllTasksAtHandHaveLeft() {
        executor.execute(() -> {
            executor.lastly(() -> done.add("last"));
            executor.afterwards(() -> done.add("first"));
            executor.execute(() -> executor.afterwards(() -> done.add("second")));
        });
        assertThat(done).endsWith("settle", "first", "second", "last");
    }

    @Test
    void execute_effectThatIsBusy_otherTasksRunMeanwhile() {
        executor.execute(() -> executor.lastly(() -> {
            executor.execute(() -> done.add("task"));
            done.add("busy no more");
        }));
        assertThat(done).containsSubsequence("task", "busy no more");
    }

    @Test
    void execute_taskAndEffectThrow_theOthersRun() {
        executor.execute(() -> {
            executor.afterwards(() -> {
                throw new IllegalStateException("broken effect");
            });
            executor.lastly(() -> done.add("last"));
            throw new IllegalStateException("broken task");
        });
        executor.execute(() -> done.add("next"));
        assertThat(done).containsSubsequence("last", "next");
    }

    @Test
    void schedule_severalTimers_runInOrderOfTime() {
        executor.execute(() -> {
            executor.schedule(Duration.ofSeconds(2).toNanos(), () -> done.add("later"));
            executor.schedule(Duration.ofSeconds(1).toNanos(), () -> done.add("sooner"));
        });
        time.advanceTimeBy(Duration.ofSeconds(3));
        assertThat(done).containsSubsequence("sooner", "later");
    }
}

package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

class FlushTrackerTest {

    private final FlushTracker epochs = new FlushTracker();
    private final List<String> over = new ArrayList<>();

    private int flush(String name) {
        int epoch = epochs.current();
        Sinks.Empty<Void> done = Sinks.empty();
        done.asMono().subscribe(nothing -> {}, broken -> {}, () -> over.add(name));
        epochs.flush(done);
        epochs.announce();
        return epoch;
    }

    private void settle(int epoch, int events) {
        epochs.completed(epoch, events);
        epochs.announce();
    }

    @Test
    void flush_eventsOpen_waitsForThemAll() {
        epochs.taken();
        epochs.taken();
        int epoch = flush("a");
        settle(epoch, 1);
        assertThat(over).isEmpty();
        settle(epoch, 1);
        assertThat(over).containsExactly("a");
        assertThat(epochs.pending()).isZero();
    }

    @Test
    void flush_laterEventsOpen_doesNotWaitForThem() {
        epochs.taken();
        int epoch = flush("a");
        epochs.taken();
        settle(epoch, 1);
        assertThat(over).containsExactly("a");
        assertThat(epochs.pending()).isOne();
    }

    @Test
    void flush_laterEpochSettledFirst_keepsTheOrder() {
        epochs.taken();
        int first = flush("a");
        epochs.taken();
        int second = flush("b");
        settle(second, 1);
        assertThat(over).isEmpty();
        settle(first, 1);
        assertThat(over).containsExactly("a", "b");
    }

    @Test
    void settled_notAnnouncedYet_keepsTheFlushWaiting() {
        epochs.taken();
        int epoch = flush("a");
        epochs.completed(epoch, 1);
        assertThat(over).isEmpty();
        epochs.announce();
        assertThat(over).containsExactly("a");
    }

    @Test
    void flush_nothingOpen_isOverAtOnce() {
        flush("a");
        assertThat(over).containsExactly("a");
    }
}

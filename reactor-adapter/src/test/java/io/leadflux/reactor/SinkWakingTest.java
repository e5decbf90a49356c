package io.leadflux.reactor;

import static io.leadflux.reactor.Clients.client;
import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.delivery.Timing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.scheduler.VirtualTimeScheduler;

/** When the sink's worker is woken to take what is queued, and when a batch of it is sent. */
class SinkWakingTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    /** Counts the tasks that workers are given; the sink's is the only worker of these tests. */
    private static final class CountingWorkers implements Scheduler {
        private final VirtualTimeScheduler time;
        private int tasks;

        CountingWorkers(VirtualTimeScheduler time) {
            this.time = time;
        }

        @Override
        public Disposable schedule(Runnable task) {
            return time.schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return time.schedule(task, delay, unit);
        }

        @Override
        public Worker createWorker() {
            return new Worker() {
                private final Worker worker = time.createWorker();

                @Override
                public Disposable schedule(Runnable task) {
                    tasks++;
                    return worker.schedule(task);
                }

                @Override
                public void dispose() {
                    worker.dispose();
                }
            };
        }

        @Override
        public long now(TimeUnit unit) {
            return time.now(unit);
        }
    }

    @Test
    void tryEmit_severalBatches_wakesForTheFirstEventOfAllAndTheLastOfEach() {
        CountingWorkers workers = new CountingWorkers(time);
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender, time).timing(Timing.virtual(workers)).build();
        Events.valid(0, 300).forEach(client.sink()::tryEmit);
        assertThat(workers.tasks).isEqualTo(4);
        assertThat(sender.sizes()).containsExactly(100, 100, 100);
    }

    @Test
    void tryEmit_batchesFillSlowly_wakesForEachQuarter() {
        CountingWorkers workers = new CountingWorkers(time);
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time)
                .timing(Timing.virtual(workers))
                .linger(LONG)
                .build();
        emitOneEachMillisecond(client.sink(), 0, 100);
        int wakesBefore = workers.tasks;
        emitOneEachMillisecond(client.sink(), 100, 175);
        assertThat(workers.tasks - wakesBefore).isEqualTo(3);
        assertThat(client.sink().queuedEvents()).isZero();
        emitOneEachMillisecond(client.sink(), 175, 200);
        assertThat(sender.sizes()).containsExactly(100, 100);
    }

    private void emitOneEachMillisecond(EventSink sink, int from, int to) {
        for (int n = from; n < to; n++) {
            sink.tryEmit(Events.valid(n));
            time.advanceTimeBy(Duration.ofMillis(1));
        }
    }

    @Test
    void tryEmit_afterAFullBatch_leavesWhenItsOwnLingerTimeIsOver() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender, time).linger(Duration.ofMillis(50)).build();
        Events.valid(0, 100).forEach(client.sink()::tryEmit);
        assertThat(sender.sizes()).containsExactly(100);
        time.advanceTimeBy(Duration.ofMillis(30));
        client.sink().tryEmit(Events.valid(200));
        time.advanceTimeBy(Duration.ofMillis(49));
        assertThat(sender.sizes()).containsExactly(100);
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(sender.sizes()).containsExactly(100, 1);
        time.advanceTimeBy(Duration.ofMillis(100));
        client.sink().tryEmit(Events.valid(201));
        assertThat(client.sink().queuedEvents())
                .as("nothing is to ring any more, so it is looked at")
                .isZero();
        time.advanceTimeBy(Duration.ofMillis(50));
        assertThat(sender.sizes()).containsExactly(100, 1, 1);
    }

    @Test
    void tryEmit_whileTheBatchBeforeIsOnItsWay_leavesWhenItsOwnLingerTimeIsOver() {
        FakeSender slow = FakeSender.answering(
                (batch, attempt) -> Mono.delay(Duration.ofSeconds(10), time).thenReturn(SendResult.ofStatus(200)));
        ConversionClient client =
                client(slow, time).linger(Duration.ofMillis(50)).concurrency(4).build();
        for (int i = 1; i <= 3; i++) {
            client.sink().tryEmit(Events.valid(i));
            time.advanceTimeBy(Duration.ofMillis(50));
            assertThat(slow.sizes()).hasSize(i);
        }
    }

    @Test
    void tryEmit_fewerThanABatch_leaveTogetherAfterTheLingerTimeOfTheFirst() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client =
                client(sender, time).linger(Duration.ofMillis(50)).build();
        client.sink().tryEmit(Events.valid(0));
        time.advanceTimeBy(Duration.ofMillis(49));
        Events.valid(1, 60).forEach(client.sink()::tryEmit);
        assertThat(sender.sizes()).isEmpty();
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(sender.sizes()).containsExactly(60);
        assertThat(client.sink().queuedEvents()).isZero();
    }

    @Test
    void tryEmit_noLinger_leavesAtOnce() {
        FakeSender sender = FakeSender.accepting();
        ConversionClient client = client(sender, time).linger(Duration.ZERO).build();
        client.sink().tryEmit(Events.valid(0));
        client.sink().tryEmit(Events.valid(1));
        assertThat(sender.sizes()).containsExactly(1, 1);
    }

    @Test
    void tryEmit_sinkSmallerThanABatch_isEmptiedBeforeItIsFull() {
        ConversionClient client = client(FakeSender.accepting(), time)
                .sinkCapacity(4, 1 << 20)
                .linger(LONG)
                .build();
        for (int n = 0; n < 99; n++) {
            assertThat(client.sink().tryEmit(Events.valid(n))).isEqualTo(EmitResult.OK);
        }
        assertThat(client.stats().overflow()).isZero();
    }

    @Test
    void emit_manyEventsQueued_resultsDoNotWaitUntilAllAreTaken() {
        ConversionClient client = client(FakeSender.accepting(), time).build();
        AtomicInteger queuedAtTheFirstResult = new AtomicInteger(-1);
        // within a task of the scheduler the sink's worker does not run, so it finds all events queued
        time.schedule(() -> Events.valid(0, 1_000)
                .forEach(event -> client.sink()
                        .emit(event)
                        .subscribe(result -> queuedAtTheFirstResult.compareAndSet(
                                -1, client.sink().queuedEvents()))));
        assertThat(client.stats().accepted()).isEqualTo(1_000);
        assertThat(queuedAtTheFirstResult).hasPositiveValue();
    }
}

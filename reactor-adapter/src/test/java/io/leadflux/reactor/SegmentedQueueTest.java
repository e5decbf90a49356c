package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.util.RaceTestUtils;

class SegmentedQueueTest {

    private static final ServerEvent EVENT = Events.valid(1);

    private static SinkEntry entry(long arrivedAt, Object waiting) {
        return SinkEntry.of(EVENT, arrivedAt, waiting);
    }

    private static SegmentedQueue lane(int capacity, boolean oneTaker) {
        return new SegmentedQueue(capacity, new AtomicLongArray(2), 0, 1, oneTaker);
    }

    @Test
    void take_nothingWasPutIn_isFalse() {
        SegmentedQueue lane = lane(10, true);
        assertThat(lane.poll()).isNull();
        assertThat(lane.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void take_manyTimesTheCapacity_givesEachInOrderWithItsTimeAndWhoWaits(boolean oneTaker) {
        SegmentedQueue lane = lane(700, oneTaker);
        long in = 0;
        long out = 0;
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < 700; i++) {
                lane.put(entry(in, in % 3 == 0 ? (Object) in : SinkEntry.NOT_AWAITED));
                in++;
            }
            for (SinkEntry entry = lane.poll(); entry != null; entry = lane.poll()) {
                assertThat(entry.event()).isSameAs(EVENT);
                assertThat(entry.arrivedAt(-1)).isEqualTo(out);
                assertThat(entry.source()).isEqualTo(out % 3 == 0 ? out : SinkEntry.NOT_AWAITED);
                out++;
            }
            assertThat(out).isEqualTo(in);
            assertThat(lane.isEmpty()).isTrue();
        }
        assertThat(lane.consumerIndex()).isEqualTo(lane.producerIndex()).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 257, 16_384})
    void put_asManyAsTheCapacityFromAnyPlaceOn_loseNone(int capacity) {
        SegmentedQueue lane = lane(capacity, true);
        for (int offset = 0; offset < 300; offset += 37) {
            for (int i = 0; i < 37; i++) {
                lane.put(entry(0, SinkEntry.NOT_AWAITED));
                assertThat(lane.poll()).isNotNull();
            }
            for (int i = 0; i < capacity; i++) {
                lane.put(entry(i, SinkEntry.NOT_AWAITED));
            }
            for (int i = 0; i < capacity; i++) {
                assertThat(lane.poll())
                        .isNotNull()
                        .extracting(entry -> entry.arrivedAt(-1))
                        .isEqualTo((long) i);
            }
            assertThat(lane.poll()).isNull();
        }
    }

    @Test
    void take_whileManyPutIn_keepsTheOrderOfEach() {
        SegmentedQueue lane = lane(64, true);
        Semaphore room = new Semaphore(64);
        AtomicInteger names = new AtomicInteger();
        int each = 30_000;
        Runnable producer = () -> {
            int name = names.getAndIncrement();
            for (int i = 0; i < each; i++) {
                room.acquireUninterruptibly();
                lane.put(entry(i, name));
            }
        };
        Map<Object, Long> next = new HashMap<>();
        Runnable consumer = () -> {
            for (int taken = 0; taken < 3 * each; ) {
                SinkEntry entry = lane.poll();
                if (entry != null) {
                    long expected = next.getOrDefault(entry.source(), 0L);
                    next.put(entry.source(), entry.arrivedAt(-1) == expected ? expected + 1 : Long.MIN_VALUE);
                    taken++;
                    room.release();
                }
            }
        };
        RaceTestUtils.race(producer, producer, producer, consumer);
        assertThat(next.values()).containsExactly((long) each, (long) each, (long) each);
    }

    @Test
    void take_byManyWhileManyPutIn_givesEachOnce() {
        SegmentedQueue lane = lane(64, false);
        Semaphore room = new Semaphore(64);
        int each = 30_000;
        AtomicInteger producing = new AtomicInteger(2);
        AtomicInteger numbers = new AtomicInteger();
        Queue<List<Long>> results = new ConcurrentLinkedQueue<>();
        Runnable producer = () -> {
            for (int i = 0; i < each; i++) {
                room.acquireUninterruptibly();
                lane.put(entry(numbers.getAndIncrement(), SinkEntry.NOT_AWAITED));
            }
            producing.decrementAndGet();
        };
        Runnable consumer = () -> {
            List<Long> taken = new ArrayList<>();
            while (producing.get() > 0 || !lane.isEmpty()) {
                SinkEntry entry = lane.poll();
                if (entry != null) {
                    taken.add(entry.arrivedAt(-1));
                    room.release();
                }
            }
            results.add(taken);
        };
        RaceTestUtils.race(producer, producer, consumer, consumer);
        assertThat(results.stream().flatMap(List::stream).distinct().count()).isEqualTo(2L * each);
        assertThat(results.stream().mapToInt(List::size).sum()).isEqualTo(2 * each);
    }

    @Test
    void take_theLast_leavesNothingReachable() {
        SegmentedQueue lane = lane(10, true);
        WeakReference<SinkEntry> entry = takeOne(lane);
        for (int i = 0; i < 10 && entry.get() != null; i++) {
            System.gc();
        }
        assertThat(entry.get()).isNull();
        assertThat(lane.poll()).isNull();
    }

    private static WeakReference<SinkEntry> takeOne(SegmentedQueue lane) {
        lane.put(entry(0, SinkEntry.NOT_AWAITED));
        return new WeakReference<>(lane.poll());
    }
}

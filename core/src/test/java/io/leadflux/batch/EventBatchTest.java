package io.leadflux.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.Bodies;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.RandomEvents;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventBatchTest {

    private static final long SEED = 1_234;

    private final List<ServerEvent> events = new RandomEvents(SEED).list(40);
    private final EventBatch batch = sealed(events);

    @Test
    void select_badIndices_throws() {
        assertThatThrownBy(batch::select).hasMessage("indices must not be empty");
        assertThatThrownBy(() -> batch.select(3, 3)).hasMessage("indices must ascend, but 3 follows 3");
        assertThatThrownBy(() -> batch.select(3, 2)).hasMessage("indices must ascend, but 2 follows 3");
        assertThatThrownBy(() -> batch.select(40)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.select(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void slice_badRange_throws() {
        for (int[] range : new int[][] {{0, 0}, {5, 4}, {-1, 3}, {0, 41}, {40, 41}}) {
            assertThatThrownBy(() -> batch.slice(range[0], range[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining(range[0] + " to " + range[1]);
        }
    }

    @Test
    void event_outsideOfBatch_throws() {
        assertThatThrownBy(() -> batch.event(40)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.eventOffset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.eventOffset(40)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void writeBody_tooLittleRoom_writesNothing() {
        ByteBuffer target = ByteBuffer.allocate(batch.bodyLength() - 1);

        assertThatThrownBy(() -> batch.writeBody(target)).isInstanceOf(BufferOverflowException.class);
        assertThat(target.position()).isZero();
    }

    @Test
    void release_then_theBodyIsGoneAndTheEventsStay() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        events.forEach(accumulator::add);
        EventBatch whole = accumulator.seal();
        int length = whole.body().length;
        whole.release();
        whole.release();

        assertThatThrownBy(whole::body)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the batch has been released");
        ByteBuffer target = ByteBuffer.allocate(length);
        assertThatThrownBy(() -> whole.writeBody(target)).isInstanceOf(IllegalStateException.class);
        assertThat(target.position()).isZero();
        assertThat(whole.events()).isEqualTo(events);
        assertThat(whole.bodyLength()).isEqualTo(length);
    }

    @Test
    void release_ofBatchesThatAreAboutAsLarge_leavesArraysThatSuitEither() {
        BufferPool pool = new BufferPool();
        BatchAccumulator accumulator = new BatchAccumulator(BatchLimits.DEFAULT, pool);
        int ready = 0;
        for (int length = 400; length < 440; length++) {
            for (int i = 0; i < 100; i++) {
                accumulator.add(
                        ServerEvent.builder().dedupeId("x".repeat(length)).build());
            }
            accumulator.seal().release();
            assertThat(pool.bytes()).isBetween(Math.max(ready, 40_000), 64_000);
            ready = pool.bytes();
        }
        assertThat(ready).isLessThan(60_000);
    }

    @Test
    void release_ofParts_theLastOneTakesTheBytesAlong() {
        EventBatch half = batch.slice(0, 20);
        EventBatch other = batch.slice(20, 40);
        byte[] otherBody = other.body();
        half.release();
        half.release();

        assertThat(other.body()).isEqualTo(otherBody);
        assertThat(batch.body()).isEqualTo(Bodies.of(events));

        other.release();

        assertThatThrownBy(other::body).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(batch::body).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void release_thenTheNextBatches_areEncodedIntoTheSameArrayAndRight() {
        BufferPool pool = new BufferPool();
        BatchAccumulator accumulator = new BatchAccumulator(BatchLimits.DEFAULT, pool);
        for (int round = 0; round < 20; round++) {
            List<ServerEvent> many = new RandomEvents(round).list(90 + round % 10);
            many.forEach(accumulator::add);
            EventBatch next = accumulator.seal();
            assertThat(pool.bytes()).as("pooled while the array is in use").isZero();
            assertThat(next.body()).isEqualTo(Bodies.of(many));
            next.release();
            assertThat(pool.bytes()).isGreaterThanOrEqualTo(next.bodyLength());
        }
    }

    @Test
    void release_thenAnotherAccumulator_borrowsTheArrayForAFewEvents() {
        BufferPool pool = new BufferPool();
        BatchAccumulator first = new BatchAccumulator(BatchLimits.DEFAULT, pool);
        new RandomEvents(1).list(90).forEach(first::add);
        first.seal().release();
        int ready = pool.bytes();

        BatchAccumulator other = new BatchAccumulator(BatchLimits.DEFAULT, pool);
        List<ServerEvent> few = new RandomEvents(2).list(3);
        few.forEach(other::add);
        assertThat(pool.bytes()).as("while the batch is open").isZero();
        assertThat(other.seal().body()).isEqualTo(Bodies.of(few));
        assertThat(pool.bytes()).isPositive().isEqualTo(ready);
    }

    @Test
    void events_changed_throws() {
        assertThatThrownBy(() -> batch.events().remove(0)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> batch.slice(0, 2).events().remove(0))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> batch.select(0).events().remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void body_changed_leavesTheBatchAlone() {
        Arrays.fill(batch.body(), (byte) 0);

        assertHolds(batch, events);
    }

    @Test
    void sealed_whole_holdsItsEvents() {
        assertHolds(batch, events);
    }

    @Test
    void event_ofAnyPart_isTheObjectThatWasAdded() {
        for (int i = 0; i < batch.size(); i++) {
            assertThat(batch.event(i)).isSameAs(events.get(i));
        }
        EventBatch part = batch.slice(10, 35).select(1, 2, 20);
        assertThat(part.event(0)).isSameAs(events.get(11));
        assertThat(part.event(1)).isSameAs(events.get(12));
        assertThat(part.event(2)).isSameAs(events.get(30));
    }

    @Test
    void writeBody_directBuffer_startsAtItsPosition() {
        ByteBuffer target = ByteBuffer.allocateDirect(batch.bodyLength() + 7).position(3);

        batch.writeBody(target);

        assertThat(target.position()).isEqualTo(batch.bodyLength() + 3);
        byte[] written = new byte[batch.bodyLength()];
        target.get(3, written);
        assertThat(written).isEqualTo(batch.body());
    }

    @Test
    void slice_everyRange_equalsFreshEncoding() {
        for (int from = 0; from < batch.size(); from++) {
            for (int to = from + 1; to <= batch.size(); to++) {
                assertHolds(batch.slice(from, to), events.subList(from, to));
            }
        }
    }

    @Test
    void select_randomSubsets_equalFreshEncoding() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            int[] indices = subset(batch.size(), random);

            assertHolds(batch.select(indices), chosen(events, indices));
        }
    }

    @Test
    void select_ofPartsOfParts_equalsFreshEncoding() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            EventBatch part = batch;
            List<ServerEvent> expected = events;
            while (part.size() > 1) {
                int[] indices = subset(part.size(), random);
                part = part.select(indices);
                expected = chosen(expected, indices);
                assertHolds(part, expected);
                int half = (part.size() + 1) / 2;
                part = part.slice(0, half);
                expected = expected.subList(0, half);
                assertHolds(part, expected);
            }
        }
    }

    @Test
    void merge_randomParts_equalsFreshEncoding() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            int[] one = subset(batch.size(), random);
            int[] other = subset(batch.size(), random);
            List<ServerEvent> expected = new ArrayList<>(chosen(events, one));
            expected.addAll(chosen(events, other));

            EventBatch merged = EventBatch.merge(List.of(batch.select(one), batch.select(other)));

            assertHolds(merged, expected);
            assertHolds(merged.slice(1, merged.size()), expected.subList(1, merged.size()));
        }
    }

    @Test
    void merge_outlivesItsParts() {
        EventBatch part = sealed(events.subList(0, 3));
        EventBatch merged = EventBatch.merge(List.of(part));

        part.release();

        assertHolds(merged, events.subList(0, 3));
    }

    @Test
    void merge_releasedPart_throws() {
        EventBatch part = sealed(events.subList(0, 3));
        part.release();

        assertThatThrownBy(() -> EventBatch.merge(List.of(part))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void merge_nothing_throws() {
        assertThatThrownBy(() -> EventBatch.merge(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parts");
    }

    @Test
    void toString_showsNoEvent() {
        assertThat(sealed(List.of(ServerEvent.builder().dedupeId("secret").build())))
                .hasToString("EventBatch{size=1, bodyLength=47}");
    }

    private static int[] subset(int size, Random random) {
        int[] indices =
                IntStream.range(0, size).filter(i -> random.nextInt(3) > 0).toArray();
        return indices.length == 0 ? new int[] {random.nextInt(size)} : indices;
    }

    private static List<ServerEvent> chosen(List<ServerEvent> events, int... indices) {
        List<ServerEvent> chosen = new ArrayList<>();
        for (int index : indices) {
            chosen.add(events.get(index));
        }
        return chosen;
    }

    private static void assertHolds(EventBatch batch, List<ServerEvent> events) {
        byte[] body = batch.body();
        assertThat(body).as("seed %d", SEED).isEqualTo(Bodies.of(events));
        assertThat(batch.bodyLength()).isEqualTo(body.length);
        assertThat(batch.size()).isEqualTo(events.size());
        assertThat(batch.events()).isEqualTo(events);
        for (int i = 0; i < batch.size(); i++) {
            byte[] encoded = EventEncoder.encode(events.get(i));
            int offset = batch.eventOffset(i);
            assertThat(Arrays.copyOfRange(body, offset, offset + encoded.length))
                    .isEqualTo(encoded);
            assertThat(batch.event(i)).isEqualTo(events.get(i));
        }
    }

    private static EventBatch sealed(List<ServerEvent> events) {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        for (ServerEvent event : events) {
            assertThat(accumulator.add(event)).isEqualTo(AddResult.ADDED);
        }
        return accumulator.seal();
    }
}

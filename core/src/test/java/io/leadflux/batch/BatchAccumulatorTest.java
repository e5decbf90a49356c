package io.leadflux.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.Bodies;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.RandomEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchAccumulatorTest {

    private static final int ENVELOPE = "{\"events\":[]}".length();

    @Test
    void seal_empty_throws() {
        assertThatThrownBy(() -> BatchAccumulator.of(BatchLimits.DEFAULT).seal())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void add_eventOneByteTooLargeAlone_isTooLarge() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.of(100, 1024));

        assertThat(accumulator.add(eventOf(1024 - ENVELOPE + 1))).isEqualTo(AddResult.TOO_LARGE);
        assertThat(accumulator.isEmpty()).isTrue();
        assertThat(accumulator.bytes()).isZero();
        assertThat(accumulator.add(eventOf(1024 - ENVELOPE))).isEqualTo(AddResult.ADDED);
        assertThat(accumulator.bytes()).isEqualTo(1024);
        assertThat(accumulator.seal().body()).hasSize(1024);
    }

    @Test
    void add_hugeEvent_isTurnedAwayWithoutBeingEncoded() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.of(100, 1024));
        accumulator.add(eventOf(100));

        assertThat(accumulator.add(eventOf(50_000_000))).isEqualTo(AddResult.TOO_LARGE);
        assertThat(accumulator.size()).isEqualTo(1);
    }

    @Test
    void add_tooLargeByEscapesOnly_isTooLargeAndChangesNothing() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.of(100, 1024));
        ServerEvent small = eventOf(100);
        accumulator.add(small);
        ServerEvent escaped = ServerEvent.builder().dedupeId("\0".repeat(900)).build();

        assertThat(accumulator.add(escaped)).isEqualTo(AddResult.TOO_LARGE);
        assertThat(accumulator.seal().body()).isEqualTo(Bodies.of(List.of(small)));
    }

    @Test
    void add_secondEventAtTheLimit_fitsToTheByte() {
        ServerEvent first = eventOf(500);
        int left = 1024 - ENVELOPE - 500 - 1;

        BatchAccumulator fits = BatchAccumulator.of(BatchLimits.of(100, 1024));
        fits.add(first);
        assertThat(fits.add(eventOf(left))).isEqualTo(AddResult.ADDED);
        assertThat(fits.bytes()).isEqualTo(1024);
        assertThat(fits.isFull()).isTrue();

        BatchAccumulator full = BatchAccumulator.of(BatchLimits.of(100, 1024));
        full.add(first);
        assertThat(full.add(eventOf(left + 1))).isEqualTo(AddResult.FULL);
        assertThat(full.size()).isEqualTo(1);
        assertThat(full.bytes()).isEqualTo(500 + ENVELOPE);
        assertThat(full.seal().body()).isEqualTo(Bodies.of(List.of(first)));
        assertThat(full.add(eventOf(left + 1))).isEqualTo(AddResult.ADDED);
    }

    @Test
    void add_beyondMaximumOfEvents_isFull() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.of(2, 1024));
        accumulator.add(eventOf(50));
        assertThat(accumulator.isFull()).isFalse();
        accumulator.add(eventOf(50));

        assertThat(accumulator.isFull()).isTrue();
        assertThat(accumulator.add(eventOf(50))).isEqualTo(AddResult.FULL);
        assertThat(accumulator.size()).isEqualTo(2);
    }

    @Test
    void isFull_noRoomForTheSmallestEvent_isTrue() {
        ServerEvent smallest = ServerEvent.builder().build();
        int smallestLength = EventEncoder.encode(smallest).length;
        BatchAccumulator roomForOne = BatchAccumulator.of(BatchLimits.of(100, 1024));
        roomForOne.add(eventOf(1024 - ENVELOPE - 1 - smallestLength));
        BatchAccumulator roomForNone = BatchAccumulator.of(BatchLimits.of(100, 1024));
        roomForNone.add(eventOf(1024 - ENVELOPE - smallestLength));

        assertThat(roomForOne.isFull()).isFalse();
        assertThat(roomForOne.add(smallest)).isEqualTo(AddResult.ADDED);
        assertThat(roomForNone.isFull()).isTrue();
        assertThat(roomForNone.add(smallest)).isEqualTo(AddResult.FULL);
    }

    @Test
    void seal_twoEvents_isTheBodyThatTheProviderDocuments() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        accumulator.add(ServerEvent.builder().dedupeId("a").build());
        accumulator.add(ServerEvent.builder().dedupeId("b").build());

        assertThat(accumulator.seal().body())
                .asString(UTF_8)
                .isEqualTo("{\"events\":[{\"data\":null,\"dedupe_id\":\"a\"},{\"data\":null,\"dedupe_id\":\"b\"}]}");
    }

    @Test
    void seal_thenAddAgain_leavesTheSealedBatchAlone() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        List<EventBatch> batches = new ArrayList<>();
        List<List<ServerEvent>> expected = new ArrayList<>();
        RandomEvents random = new RandomEvents(31);
        for (int round = 0; round < 60; round++) {
            List<ServerEvent> events = random.list(round % 7 == 0 ? 100 : 1 + round % 5);
            events.forEach(event -> assertThat(accumulator.add(event)).isEqualTo(AddResult.ADDED));
            expected.add(events);
            batches.add(accumulator.seal());
            assertThat(accumulator.isEmpty()).isTrue();
            assertThat(accumulator.bytes()).isZero();
        }

        for (int round = 0; round < batches.size(); round++) {
            assertThat(batches.get(round).body()).isEqualTo(Bodies.of(expected.get(round)));
            assertThat(batches.get(round).events()).isEqualTo(expected.get(round));
        }
    }

    @Test
    void bytes_afterEachAdd_isTheLengthOfTheBody() {
        BatchAccumulator accumulator = BatchAccumulator.of(BatchLimits.DEFAULT);
        List<ServerEvent> events = new ArrayList<>();
        RandomEvents random = new RandomEvents(5);
        for (int i = 0; i < 30; i++) {
            events.add(random.next());
            accumulator.add(events.get(i));

            assertThat(accumulator.bytes()).isEqualTo(Bodies.of(events).length);
        }
    }

    /** An event that is encoded in exactly that many bytes. */
    static ServerEvent eventOf(int bytes) {
        int around = "{\"data\":null,\"dedupe_id\":\"\"}".length();
        return ServerEvent.builder().dedupeId("x".repeat(bytes - around)).build();
    }
}

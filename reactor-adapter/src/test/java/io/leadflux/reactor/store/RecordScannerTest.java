package io.leadflux.reactor.store;

import static io.leadflux.event.EventName.GENERATE_LEAD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What damage to a segment costs. */
class RecordScannerTest {

    private static final int EVENTS = 20;

    private final ModelDisk disk = new ModelDisk(new Random(1));
    private final SegmentName name = new SegmentName(GENERATE_LEAD, 5, 0x1234_5678_9abc_def0L, 0);
    private final RecordCipher plain = new RecordCipher(null, () -> 1);
    private final List<Long> ends = new ArrayList<>();

    private Segment written() throws IOException {
        Segment segment = new Segment(name, 0);
        SegmentWriter writer = new SegmentWriter(segment, disk.create(name.file()), ByteBuffer.allocateDirect(64));
        for (int n = 0; n < EVENTS; n++) {
            writer.append(5 + n, EventStoreTest.lead(n), plain);
            ends.add(writer.end());
        }
        writer.sync();
        return segment;
    }

    private List<Long> numbers(long limit, RecordScanner.Damage damage) throws IOException {
        List<Long> numbers = new ArrayList<>();
        RecordScanner records = new RecordScanner(disk.open(name.file()), name);
        while (records.next(limit, damage)) {
            numbers.add(records.number());
            assertThat(records.decode(plain).encoded)
                    .isEqualTo(EventStoreTest.lead((int) records.number() - 5).encoded);
        }
        return numbers;
    }

    private static List<Long> allBut(int... missing) {
        List<Long> numbers = new ArrayList<>();
        for (long n = 0; n < EVENTS; n++) {
            numbers.add(5 + n);
        }
        for (int n : missing) {
            numbers.remove((Object) (5L + n));
        }
        return numbers;
    }

    @Test
    void next_ofEveryBitOfARecord_costsThatRecordAlone() throws IOException {
        Segment segment = written();
        long begin = ends.get(6);
        long end = ends.get(7);
        for (int at = (int) begin; at < end; at++) {
            int mask = 1 << at % 8;
            disk.flip(name.file(), at, mask);
            List<Long> found = new ArrayList<>();
            assertThat(numbers(segment.size, (offset, bytes) -> found.addAll(List.of(offset, bytes))))
                    .isEqualTo(allBut(7));
            assertThat(found).containsExactly(begin, end - begin);
            disk.flip(name.file(), at, mask);
        }
    }

    @Test
    void next_damagedHeaderOfTheSegment_costsNothing() throws IOException {
        Segment segment = written();
        for (int at = 0; at < RecordFormat.SEGMENT_HEADER; at++) {
            disk.flip(name.file(), at, 0xff);
        }
        assertThat(numbers(segment.size, null)).isEqualTo(allBut());
    }

    @Test
    void next_cutAnywhere_readsWhatIsWhole() throws IOException {
        written();
        for (long limit = 0; limit < ends.get(1); limit++) {
            int whole = limit >= ends.get(0) ? 1 : 0;
            assertThat(numbers(limit, null)).hasSize(whole);
        }
    }

    @Test
    void next_recordsOfAnotherSegment_areNone() throws IOException {
        Segment segment = written();
        SegmentName other = new SegmentName(GENERATE_LEAD, 5, 1, 0);
        assertThat(new RecordScanner(disk.open(name.file()), other).next(segment.size, null))
                .isFalse();
    }

    @Test
    void next_blockThatCannotBeRead_isCountedAndSkipped() throws IOException {
        Segment segment = written();
        disk.readFaults = 1;
        RecordScanner records = new RecordScanner(new Unreadable(), name);
        assertThat(records.next(segment.size, null)).isFalse();
        assertThat(records.unreadableBlocks()).isPositive();
    }

    private static final class Unreadable implements DiskFile {

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            throw new IOException("Input/output error");
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            return 1 << 20;
        }

        @Override
        public void close() {}
    }
}

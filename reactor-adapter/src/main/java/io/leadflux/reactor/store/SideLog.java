package io.leadflux.reactor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What became of the records of a segment, in files beside it: entries of 12 bytes, each the record's number less the
 * segment's first, its state, and a CRC32C of the segment's id and these. A damaged entry counts as none, which costs a
 * resend.
 *
 * <p>A segment has several of them after failures and restarts, and all count: what failed to be synced is written to a
 * new one, and the one that failed is left alone.
 */
final class SideLog {

    private static final int ENTRY = 12;
    private static final int CHUNK = ENTRY * 1024;

    private SideLog() {}

    /** Makes the pending entries of a segment durable; after a failure they are still pending. */
    static void write(StoreDirectory directory, Segment segment) throws IOException {
        List<Segment.Entry> entries = segment.pending;
        ByteBuffer bytes = encoded(segment, entries);
        String name = segment.name.sideLog(segment.sideLog);
        try (DiskFile file = segment.sideLogSize == 0 ? directory.create(name) : directory.disk.open(name)) {
            long at = segment.sideLogSize;
            int length = bytes.remaining();
            while (bytes.hasRemaining()) {
                at += file.write(bytes, at);
            }
            file.force();
            segment.sideLogSize = at;
            segment.sideLogs.add(segment.sideLog);
            segment.sideLogBytes += length;
            directory.used += length;
        } catch (IOException failure) {
            abandon(segment);
            throw failure;
        }
        segment.pending.clear();
    }

    private static void abandon(Segment segment) {
        segment.sideLog++;
        segment.sideLogSize = 0;
    }

    private static ByteBuffer encoded(Segment segment, List<Segment.Entry> entries) {
        ByteBuffer bytes = ByteBuffer.allocate(entries.size() * ENTRY);
        byte[] id = RecordFormat.bytes(segment.name.id());
        for (Segment.Entry entry : entries) {
            int at = bytes.position();
            bytes.putInt(entry.delta()).putInt(entry.state());
            bytes.putInt(checksum(id, bytes.array(), at));
        }
        return bytes.flip();
    }

    private static int checksum(byte[] id, byte[] entries, int at) {
        CRC32C crc = new CRC32C();
        crc.update(id, 0, id.length);
        crc.update(entries, at, ENTRY - 4);
        return (int) crc.getValue();
    }

    /** Reads what a file says; returns its length. */
    static long read(DiskFile file, SegmentName segment, Map<Integer, Integer> states) throws IOException {
        byte[] id = RecordFormat.bytes(segment.id());
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, file.size() + ENTRY));
        long at = 0;
        boolean more = true;
        while (more) {
            chunk.clear();
            while (more && chunk.hasRemaining()) {
                more = file.read(chunk, at + chunk.position()) > 0;
            }
            at += chunk.position();
            for (int offset = 0; offset + ENTRY <= chunk.position(); offset += ENTRY) {
                if (chunk.getInt(offset + ENTRY - 4) == checksum(id, chunk.array(), offset)) {
                    merge(states, chunk.getInt(offset), chunk.getInt(offset + 4));
                }
            }
        }
        return at;
    }

    private static void merge(Map<Integer, Integer> states, int delta, int state) {
        states.merge(delta, state, SideLog::later);
    }

    /** Final is final; otherwise more attempts are the later word, and a doubt once raised stays. */
    static int later(int one, int other) {
        int attempts = Math.max(one & NewEvent.MAX_ATTEMPTS, other & NewEvent.MAX_ATTEMPTS);
        return ((one | other) & (Segment.FINAL | Segment.MAY_BE_DUPLICATE)) | attempts;
    }

    /** What the releases of a segment say, durable or pending; not what is final. */
    static Map<Integer, Integer> notes(StoreDirectory directory, Segment segment) throws IOException {
        Map<Integer, Integer> states = new HashMap<>();
        for (int number : segment.sideLogs) {
            try (DiskFile file = directory.disk.open(segment.name.sideLog(number))) {
                read(file, segment.name, states);
            }
        }
        for (Segment.Entry entry : segment.pending) {
            merge(states, entry.delta(), entry.state());
        }
        states.values().removeIf(state -> (state & Segment.FINAL) != 0);
        return states;
    }
}

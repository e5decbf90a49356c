package io.leadflux.reactor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a segment in order. After damage it goes on with the next good record, so a damaged record costs
 * itself alone. Not thread-safe; holds a window of the file and no more.
 */
final class RecordScanner {

    /** Told of bytes that belong to no good record. */
    interface Damage {
        void found(long offset, long bytes);
    }

    private static final int BLOCK = 4096;
    private static final int WINDOW = 64 * 1024;

    private final DiskFile file;
    private final long first;
    private final byte[] id;
    private final CRC32C crc = new CRC32C();
    private byte[] window = new byte[0];
    private ByteBuffer view = ByteBuffer.wrap(window);
    private long windowAt;
    private int filled;
    private long next;
    private long recordAt;
    private long goodUntil;
    private long unreadableBlocks;
    /** Numbers ascend; one that does not is left from before the file was cut. */
    private long lastDelta = -1;

    RecordScanner(DiskFile file, SegmentName name) {
        this.file = file;
        this.first = name.first();
        this.id = RecordFormat.bytes(name.id());
        this.next = RecordFormat.SEGMENT_HEADER;
        this.goodUntil = next;
    }

    /**
     * Goes to the next good record; false when there is none before {@code limit}. It may be called again with a higher
     * limit.
     */
    boolean next(long limit, @Nullable Damage damage) throws IOException {
        long at = next;
        while (at + RecordFormat.HEADER <= limit) {
            if (isRecord(at, limit)) {
                if (at > goodUntil && damage != null) {
                    damage.found(goodUntil, at - goodUntil);
                }
                recordAt = at;
                next = at + RecordFormat.HEADER + bodyLength();
                goodUntil = next;
                lastDelta = number() - first;
                return true;
            }
            at++;
        }
        return false;
    }

    private boolean isRecord(long at, long limit) throws IOException {
        load(at, RecordFormat.HEADER, limit);
        int offset = (int) (at - windowAt);
        if (view.getInt(offset) != RecordFormat.MARKER) {
            return false;
        }
        int length = RecordFormat.length(view, offset);
        if (length < 0 || length > limit - at - RecordFormat.HEADER) {
            return false;
        }
        load(at, RecordFormat.HEADER + length, limit);
        offset = (int) (at - windowAt);
        int expected = RecordFormat.checksum(crc, id, window, offset, window, offset + RecordFormat.HEADER, length);
        long delta = RecordFormat.number(view, offset) - first;
        return RecordFormat.checksum(view, offset) == expected
                && delta > lastDelta
                && delta < RecordFormat.MAX_RECORDS
                && RecordFormat.name(RecordFormat.nameCode(view, offset)) != null;
    }

    private void load(long at, int length, long limit) throws IOException {
        if (at >= windowAt && at + length <= windowAt + filled) {
            return;
        }
        int size = (int) Math.min(Math.max(length, WINDOW), limit - at);
        if (window.length < size) {
            window = new byte[size];
            view = ByteBuffer.wrap(window);
        }
        windowAt = at;
        filled = 0;
        try {
            read(at, 0, size);
        } catch (IOException failure) {
            readBlocks(at, size);
        }
        filled = size;
    }

    private void read(long at, int offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(window, offset, length);
        while (target.hasRemaining()) {
            if (file.read(target, at + target.position() - offset) < 0) {
                Arrays.fill(window, target.position(), target.limit(), (byte) 0);
                return;
            }
        }
    }

    /** What cannot be read counts as damage, and as little of it as possible. */
    private void readBlocks(long at, int size) {
        for (int offset = 0; offset < size; ) {
            int length = (int) Math.min(BLOCK - (at + offset) % BLOCK, size - offset);
            try {
                read(at + offset, offset, length);
            } catch (IOException unreadable) {
                unreadableBlocks++;
                Arrays.fill(window, offset, offset + length, (byte) 0);
            }
            offset += length;
        }
    }

    /** Blocks that the disk would not read. */
    long unreadableBlocks() {
        return unreadableBlocks;
    }

    /** Where the last good record ends: what follows before the limit is damaged or not whole. */
    long goodUntil() {
        return goodUntil;
    }

    /** Has {@link #next} find the current record again. */
    void stepBack() {
        next = recordAt;
        goodUntil = recordAt;
        lastDelta = number() - first - 1;
    }

    private int at() {
        return (int) (recordAt - windowAt);
    }

    long number() {
        return RecordFormat.number(view, at());
    }

    long arrivedAt() {
        return RecordFormat.arrivedAt(view, at());
    }

    int bodyLength() {
        return RecordFormat.length(view, at());
    }

    int recordLength() {
        return RecordFormat.HEADER + bodyLength();
    }

    /** The whole record; valid until the scanner goes on. */
    ByteBuffer record() {
        return ByteBuffer.wrap(window, at(), recordLength());
    }

    /** The current record as an event, or null when it is encrypted and its key is not there. */
    @Nullable
    NewEvent decode(RecordCipher cipher) {
        int flags = RecordFormat.flags(view, at());
        int body = at() + RecordFormat.HEADER;
        byte[] encoded = (flags & RecordFormat.ENCRYPTED) == 0
                ? Arrays.copyOfRange(window, body, body + bodyLength())
                : cipher.open(window, at(), body, bodyLength());
        var name = RecordFormat.name(RecordFormat.nameCode(view, at()));
        if (encoded == null || name == null) {
            return null;
        }
        return NewEvent.of(name, encoded, arrivedAt(), RecordFormat.deadline(view, at()))
                .attempted(RecordFormat.attempts(view, at()), (flags & RecordFormat.MAY_BE_DUPLICATE) != 0);
    }
}

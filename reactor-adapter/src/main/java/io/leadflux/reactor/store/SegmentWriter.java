package io.leadflux.reactor.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Appends records to one segment; they count once {@link #sync()} has returned. Belongs to the writer. */
final class SegmentWriter {

    static final int MAX_SEGMENT = 16 * 1024 * 1024;

    final Segment segment;
    private final DiskFile file;
    private final ByteBuffer buffer;
    private final byte[] id;
    private final byte[] header = new byte[RecordFormat.HEADER];
    private final ByteBuffer fields = ByteBuffer.wrap(header);
    private final CRC32C crc = new CRC32C();
    private long position;
    private boolean syncFailed;

    /** @param buffer for this writer alone, as long as it is open */
    SegmentWriter(Segment segment, DiskFile file, ByteBuffer buffer) throws IOException {
        this.segment = segment;
        this.file = file;
        this.buffer = buffer.clear();
        this.id = RecordFormat.bytes(segment.name.id());
        if (segment.size == 0) {
            put(RecordFormat.segmentHeader(segment.name));
        }
    }

    /** Where the next record begins. */
    long end() {
        return position + buffer.position();
    }

    void append(long number, NewEvent event, RecordCipher cipher) throws IOException {
        RecordFormat.putFields(fields, number, event, cipher.encrypts());
        byte[] body = cipher.seal(header, event.encoded);
        RecordFormat.putLength(fields, body.length);
        RecordFormat.putChecksum(fields, RecordFormat.checksum(crc, id, header, 0, body, 0, body.length));
        put(header);
        put(body);
    }

    /** Appends a record as it is. */
    void append(ByteBuffer record) throws IOException {
        while (record.hasRemaining()) {
            makeRoom();
            int length = Math.min(record.remaining(), buffer.remaining());
            buffer.put(record.slice().limit(length));
            record.position(record.position() + length);
        }
    }

    private void put(byte[] bytes) throws IOException {
        append(ByteBuffer.wrap(bytes));
    }

    private void makeRoom() throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            position += file.write(buffer, position);
        }
        buffer.clear();
    }

    /** Makes what was appended durable; returns how many bytes that are. */
    long sync() throws IOException {
        flush();
        try {
            file.force();
        } catch (IOException failure) {
            syncFailed = true;
            throw failure;
        }
        segment.ragged = false;
        long grown = position - segment.size;
        segment.size = position;
        return grown;
    }

    /** Forgets what is not durable; false when that is not possible and the file must not be used any more. */
    boolean rollBack() {
        buffer.clear();
        segment.ragged = true;
        if (syncFailed || segment.size == 0) {
            return false;
        }
        try {
            file.truncate(segment.size);
        } catch (IOException failure) {
            syncFailed = true;
            return false;
        }
        position = segment.size;
        return true;
    }

    /** Makes it durable that what was refused has been cut off, as far as that is possible. */
    void settle() {
        if (segment.ragged && !syncFailed) {
            try {
                file.force();
                segment.ragged = false;
            } catch (IOException failure) {
                syncFailed = true;
            }
        }
    }

    DiskFile file() {
        return file;
    }
}

package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a segment. All numbers are big-endian.
 *
 * <pre>
 * segment:  magic 4 | format version 2 | event name 2 | id 8 | first number 8 | spare 4 | CRC32C of these 4
 *           record*
 * record:   marker 4 | length of body 4 | CRC32C 4 | number 8 | arrived at 8 | deadline 8 | attempts 2 | event name 1 |
 *           flags 1 | body
 * body:     the encoded event, or
 *           length of key id 1 | key id | nonce 12 | AES-GCM of the encoded event, with the record's fields from its number
 *           to its flags as additional data
 * </pre>
 *
 * The checksum covers the segment's id, the length, and everything after the checksum. No byte sequence of UTF-8 contains
 * the marker, so no event can contain what looks like a record.
 */
final class RecordFormat {

    static final int VERSION = 1;
    static final int SEGMENT_HEADER = 32;
    static final int HEADER = 40;
    static final int MARKER = 0xff4c46fe;

    /** Numbers of one segment lie within this range. A full segment holds fewer records. */
    static final int MAX_RECORDS = 1 << 20;

    static final int MAY_BE_DUPLICATE = 1;
    static final int ENCRYPTED = 2;

    /** The part of a record that its checksum begins again with, after the checksum itself. */
    static final int CHECKED_FROM = 12;

    private static final int MAGIC = 0x4c465354;
    private static final int LENGTH_AT = 4;
    private static final int CRC_AT = 8;
    private static final int NUMBER_AT = 12;
    private static final int ARRIVED_AT = 20;
    private static final int DEADLINE_AT = 28;
    private static final int ATTEMPTS_AT = 36;
    private static final int NAME_AT = 38;
    private static final int FLAGS_AT = 39;

    private RecordFormat() {}

    static byte[] segmentHeader(SegmentName name) {
        ByteBuffer header = ByteBuffer.allocate(SEGMENT_HEADER);
        header.putInt(MAGIC).putShort((short) VERSION).putShort((short) code(name.event()));
        header.putLong(name.id()).putLong(name.first()).putInt(0);
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, SEGMENT_HEADER - 4);
        return header.putInt((int) crc.getValue()).array();
    }

    /** The format version of an intact header, or 0 when it is damaged: the file's name says the same. */
    static int version(byte[] bytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, SEGMENT_HEADER - 4);
        boolean intact = header.getInt(0) == MAGIC && header.getInt(SEGMENT_HEADER - 4) == (int) crc.getValue();
        return intact ? header.getShort(4) : 0;
    }

    static int code(EventName name) {
        return name == EventName.GENERATE_LEAD ? 2 : 1;
    }

    static @Nullable EventName name(int code) {
        return switch (code) {
            case 1 -> EventName.PAGE_VIEW;
            case 2 -> EventName.GENERATE_LEAD;
            default -> null;
        };
    }

    /** Fills in all but length and checksum. */
    static void putFields(ByteBuffer header, long number, NewEvent event, boolean encrypted) {
        header.putInt(0, MARKER);
        header.putLong(NUMBER_AT, number);
        header.putLong(ARRIVED_AT, event.arrivedAt);
        header.putLong(DEADLINE_AT, event.deadline);
        header.putShort(ATTEMPTS_AT, (short) event.attempts);
        header.put(NAME_AT, (byte) code(event.name));
        header.put(FLAGS_AT, (byte) ((event.mayBeDuplicate ? MAY_BE_DUPLICATE : 0) | (encrypted ? ENCRYPTED : 0)));
    }

    static void putLength(ByteBuffer header, int length) {
        header.putInt(LENGTH_AT, length);
    }

    static void putChecksum(ByteBuffer header, int checksum) {
        header.putInt(CRC_AT, checksum);
    }

    static int length(ByteBuffer records, int at) {
        return records.getInt(at + LENGTH_AT);
    }

    static int checksum(ByteBuffer records, int at) {
        return records.getInt(at + CRC_AT);
    }

    static long number(ByteBuffer records, int at) {
        return records.getLong(at + NUMBER_AT);
    }

    static long arrivedAt(ByteBuffer records, int at) {
        return records.getLong(at + ARRIVED_AT);
    }

    static long deadline(ByteBuffer records, int at) {
        return records.getLong(at + DEADLINE_AT);
    }

    static int attempts(ByteBuffer records, int at) {
        return records.getShort(at + ATTEMPTS_AT) & 0xffff;
    }

    static int nameCode(ByteBuffer records, int at) {
        return records.get(at + NAME_AT);
    }

    static int flags(ByteBuffer records, int at) {
        return records.get(at + FLAGS_AT);
    }

    /** The checksum of a record whose header is at {@code at} and whose body may be elsewhere. */
    static int checksum(CRC32C crc, byte[] id, byte[] header, int at, byte[] body, int bodyAt, int length) {
        crc.reset();
        crc.update(id, 0, id.length);
        crc.update(header, at + LENGTH_AT, 4);
        crc.update(header, at + CHECKED_FROM, HEADER - CHECKED_FROM);
        crc.update(body, bodyAt, length);
        return (int) crc.getValue();
    }

    static byte[] bytes(long id) {
        return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    }
}

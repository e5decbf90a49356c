package io.leadflux.examples.replay;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bytes in bounded memory. A line longer than the limit is skipped and reported as such.
 *
 * <p>A line ends with LF or CR LF; the last one may lack its end. Blank lines are skipped but counted, and so is a
 * UTF-8 byte order mark at the start. Not thread-safe; every call may block.
 */
final class LineReader implements Closeable {

    /** The longest line that is read: the event reader's default, and about a hundred times a usual event. */
    static final int MAX_LINE_BYTES = 64 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final int maxLineBytes;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private byte[] line = new byte[1024];
    private int lineLength;
    private boolean tooLong;
    private int position;
    private int limit;
    private long number;
    private long bytesRead;

    LineReader(InputStream in, int maxLineBytes) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
    }

    /** A reader of lines of up to {@link #MAX_LINE_BYTES}. */
    static LineReader of(InputStream in) {
        return new LineReader(in, MAX_LINE_BYTES);
    }

    /** The next line that is not blank, or null at the end. */
    @Nullable
    InputLine next() throws IOException {
        while (fill()) {
            readLine();
            number++;
            dropByteOrderMark();
            if (tooLong) {
                return InputLine.tooLong(number);
            }
            if (!isBlank()) {
                return InputLine.of(number, Arrays.copyOf(line, lineLength));
            }
        }
        return null;
    }

    /** How many bytes of the input have been read, which is slightly ahead of the lines returned. */
    long bytesRead() {
        return bytesRead;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = in.read(buffer);
        bytesRead += Math.max(limit, 0);
        return limit > 0;
    }

    private void readLine() throws IOException {
        lineLength = 0;
        tooLong = false;
        do {
            int start = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            append(start, position - start);
            if (position < limit) {
                position++;
                break;
            }
        } while (fill());
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        tooLong |= lineLength > maxLineBytes;
    }

    // One byte more than the limit is kept, in case it is a CR to be dropped.
    private void append(int start, int length) {
        if (tooLong || lineLength + length > maxLineBytes + 1) {
            tooLong = true;
            lineLength = 0;
            return;
        }
        if (lineLength + length > line.length) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, lineLength + length));
        }
        System.arraycopy(buffer, start, line, lineLength, length);
        lineLength += length;
    }

    private void dropByteOrderMark() {
        boolean marked = number == 1
                && lineLength >= 3
                && line[0] == (byte) 0xEF
                && line[1] == (byte) 0xBB
                && line[2] == (byte) 0xBF;
        if (marked) {
            System.arraycopy(line, 3, line, 0, lineLength - 3);
            lineLength -= 3;
        }
    }

    private boolean isBlank() {
        for (int i = 0; i < lineLength; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package io.leadflux.examples.replay;

import io.leadflux.examples.terminal.CannotRunException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one input after another. An input that begins like gzip is unpacked as it is read, whatever its name.
 *
 * <p>Files are looked at when this is made, so that a wrong one shows before anything is sent, and opened in their turn.
 * Not thread-safe; every call may block.
 */
final class Input implements Closeable {

    private static final String STDIN = "-";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final List<String> names;
    private final InputStream stdin;
    private int opened;
    private @Nullable LineReader lines;
    private long rawBytes;

    private Input(List<String> names, InputStream stdin) {
        this.names = names;
        this.stdin = stdin;
    }

    /** One input, which is read from where it is. */
    static Input of(InputStream events) {
        return new Input(List.of(STDIN), events);
    }

    /**
     * Files, and {@code -} for {@code stdin}.
     *
     * @throws CannotRunException when one cannot be read or is named twice
     */
    static Input of(List<String> names, InputStream stdin) {
        for (String name : names) {
            if (names.indexOf(name) != names.lastIndexOf(name)) {
                throw new CannotRunException("The input " + name + " is named twice.");
            }
            if (!name.equals(STDIN)) {
                check(name);
            }
        }
        return new Input(List.copyOf(names), stdin);
    }

    private static void check(String name) {
        try {
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new CannotRunException("The input " + name + " is a directory; name the files in it, such as "
                        + file.resolve("*.ndjson") + '.');
            }
            try (InputStream in = Files.newInputStream(file)) {
                Compression.refuseUnreadable(name, in.readNBytes(Compression.LONGEST_MAGIC));
            }
        } catch (IOException | InvalidPathException unreadable) {
            throw new CannotRunException("The input " + name + " cannot be opened.");
        }
    }

    /** The files among {@code names}. */
    static List<Path> files(List<String> names) {
        return names.stream().filter(name -> !name.equals(STDIN)).map(Path::of).toList();
    }

    /** The next line that is not blank, or null when all inputs have been read. */
    @Nullable
    InputLine next() throws IOException {
        while (true) {
            LineReader current = lines;
            if (current != null) {
                InputLine line = current.next();
                if (line != null) {
                    return line;
                }
                current.close();
                lines = null;
            }
            if (opened == names.size()) {
                return null;
            }
            lines = open(names.get(opened++));
        }
    }

    /** Where the last line was. */
    Place place(InputLine line) {
        return new Place(names.size() == 1 ? null : names.get(opened - 1), line.number());
    }

    private LineReader open(String name) throws IOException {
        InputStream raw = name.equals(STDIN) ? stdin : Files.newInputStream(Path.of(name));
        BufferedInputStream counted = new BufferedInputStream(new Counting(raw), BUFFER_BYTES);
        try {
            counted.mark(Compression.LONGEST_MAGIC);
            byte[] magic = counted.readNBytes(Compression.LONGEST_MAGIC);
            counted.reset();
            Compression.refuseUnreadable(name, magic);
            return LineReader.of(Compression.isGzip(magic) ? new GZIPInputStream(counted, BUFFER_BYTES) : counted);
        } catch (IOException | CannotRunException unreadable) {
            counted.close();
            throw unreadable;
        }
    }

    /** How many bytes have been read, as they are on disk; slightly ahead of the lines returned. */
    long bytesRead() {
        return rawBytes;
    }

    /** The bytes of all inputs, or -1 when that is unknown. */
    long size() {
        if (names.contains(STDIN)) {
            return -1;
        }
        long size = 0;
        for (Path file : files(names)) {
            try {
                size += Files.size(file);
            } catch (IOException unknown) {
                return -1;
            }
        }
        return size;
    }

    @Override
    public void close() throws IOException {
        LineReader current = lines;
        if (current != null) {
            current.close();
        }
    }

    private final class Counting extends FilterInputStream {

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            rawBytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            rawBytes += Math.max(read, 0);
            return read;
        }
    }
}

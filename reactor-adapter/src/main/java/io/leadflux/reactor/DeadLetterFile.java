package io.leadflux.reactor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that only grows by whole ones, up to a bound. It is opened when it is needed, and again after each failure.
 * Not thread-safe.
 */
final class DeadLetterFile {

    /** Opens a file for reading and writing, and makes it if need be. */
    interface Opener {

        Opener DISK = DeadLetterFile::openForOwner;

        SeekableByteChannel open(Path path) throws IOException;
    }

    private final Path path;
    private final long maxBytes;
    private final Opener opener;
    private @Nullable SeekableByteChannel channel;
    private long size;

    DeadLetterFile(Path path, long maxBytes, Opener opener) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.opener = opener;
    }

    private static SeekableByteChannel openForOwner(Path path) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return Files.newByteChannel(
                    path, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException noOwners) {
            return Files.newByteChannel(path, options);
        }
    }

    /** How many bytes more stay within the bound. */
    long room() throws IOException {
        open();
        return maxBytes - size;
    }

    /** Appends whole lines; should that fail, none of them. */
    void append(ByteBuffer lines) throws IOException {
        if (!lines.hasRemaining()) {
            return;
        }
        SeekableByteChannel open = open();
        try {
            writeAll(open, lines);
            size = open.position();
        } catch (IOException failure) {
            abandon(open);
            throw failure;
        }
    }

    private SeekableByteChannel open() throws IOException {
        SeekableByteChannel open = channel;
        if (open == null) {
            open = opener.open(path);
            try {
                endUnfinishedLine(open);
            } catch (IOException failure) {
                open.close();
                throw failure;
            }
            channel = open;
            size = open.position();
        }
        return open;
    }

    private static void endUnfinishedLine(SeekableByteChannel open) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        long end = open.size();
        if (end > 0 && open.position(end - 1).read(last) == 1 && last.get(0) != '\n') {
            writeAll(open, last.put(0, (byte) '\n').rewind());
        }
        open.position(open.size());
    }

    private static void writeAll(SeekableByteChannel open, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            open.write(bytes);
        }
    }

    private void abandon(SeekableByteChannel broken) {
        channel = null;
        try (broken) {
            broken.truncate(size);
        } catch (IOException alsoBroken) {
            // The next opening ends the torn line.
        }
    }

    void close() throws IOException {
        SeekableByteChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return "file=" + path + ", maxBytes=" + maxBytes;
    }
}

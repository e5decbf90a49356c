package io.leadflux.reactor.deadletter;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.Utf8Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, one on each line, that only grows. Every call may block; not thread-safe.
 *
 * <p>After a failure the next line opens the file again. A line that a failure or a crash has cut off stays a separate
 * line.
 */
final class LetterFile {

    private final Path path;
    private final long maxBytes;
    private final Utf8Buffer line = Utf8Buffer.create();
    private @Nullable FileChannel channel;

    LetterFile(Path path, long maxBytes) {
        this.path = path;
        this.maxBytes = maxBytes;
    }

    void append(ServerEvent event) throws IOException {
        line.truncate(0);
        EventEncoder.encode(event, line);
        line.append((byte) '\n');
        FileChannel out = opened();
        if (out.size() + line.length() > maxBytes) {
            throw new IOException("the dead letter file is full: it may have " + maxBytes + " bytes");
        }
        write(out, ByteBuffer.wrap(line.array(), 0, line.length()));
    }

    FileChannel opened() throws IOException {
        FileChannel existing = channel;
        if (existing != null && existing.isOpen()) {
            return existing;
        }
        FileChannel out = FileChannel.open(path, Set.of(CREATE, WRITE, APPEND), ownerOnly());
        channel = out;
        if (out.size() > 0 && !endsWithLineBreak(out.size())) {
            write(out, ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return out;
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private boolean endsWithLineBreak(long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel in = FileChannel.open(path, READ)) {
            return in.read(last, size - 1) == 1 && last.get(0) == '\n';
        }
    }

    private void write(FileChannel out, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (Throwable failure) {
            closeAfter(failure);
            throw failure;
        }
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (IOException besides) {
            failure.addSuppressed(besides);
        }
    }

    /**
     * Forces what has been written to the disk, also on an interrupted thread, such as that of a disposed scheduler: an
     * interrupt closes the channel, so it is opened again.
     */
    void force() throws IOException {
        FileChannel out = channel;
        if (out == null) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            opened().force(false);
        } catch (ClosedByInterruptException closed) {
            interrupted |= Thread.interrupted();
            opened().force(false);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void close() throws IOException {
        FileChannel out = channel;
        channel = null;
        if (out != null) {
            out.close();
        }
    }
}

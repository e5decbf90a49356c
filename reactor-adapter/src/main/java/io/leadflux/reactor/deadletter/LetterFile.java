package io.leadflux.reactor.deadletter;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, one on each line, that is rotated when it is full. Every call may block; not thread-safe.
 *
 * <p>Before each line it looks whether the file is still the one at its path. One that was removed or replaced is closed,
 * and the line opens a new one. After a failure the next line opens the file again. A line that a failure or a crash has
 * cut off stays a separate line.
 */
final class LetterFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private final long maxBytes;
    private final Rotation rotation;
    private final Utf8Buffer line = Utf8Buffer.create();
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;

    /** @param maxFiles how many files there may be, this one included; with 1 it is not rotated, and lines are refused */
    LetterFile(Path path, long maxBytes, int maxFiles) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.rotation = new Rotation(path, maxFiles);
    }

    void append(ServerEvent event) throws IOException {
        line.truncate(0);
        EventEncoder.encode(event, line);
        line.append((byte) '\n');
        FileChannel out = current();
        if (out.size() + line.length() > maxBytes) {
            if (!rotation.isPossible() || line.length() > maxBytes) {
                throw new IOException("the dead letter file is full: it may have " + maxBytes + " bytes");
            }
            end();
            rotation.rotate();
            out = opened();
        }
        write(out, ByteBuffer.wrap(line.array(), 0, line.length()));
    }

    /** The channel, if the file at the path is still its; otherwise one of the file that is there, or of a new one. */
    private FileChannel current() throws IOException {
        if (channel != null && !isAtPath()) {
            end();
        }
        return opened();
    }

    private boolean isAtPath() throws IOException {
        try {
            return Objects.equals(attributes().fileKey(), fileKey);
        } catch (NoSuchFileException removed) {
            return false;
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    }

    FileChannel opened() throws IOException {
        FileChannel existing = channel;
        if (existing != null && existing.isOpen()) {
            return existing;
        }
        requireFileOrNothing();
        FileChannel out = FileChannel.open(path, Set.of(CREATE, WRITE, APPEND, NOFOLLOW_LINKS), ownerOnly());
        channel = out;
        try {
            fileKey = attributes().fileKey();
            protect();
            if (out.size() > 0 && !endsWithLineBreak(out.size())) {
                write(out, ByteBuffer.wrap(new byte[] {'\n'}));
            }
        } catch (Throwable failure) {
            closeAfter(failure);
            throw failure;
        }
        return out;
    }

    /** To open a pipe would block, and a link may lead anywhere. */
    private void requireFileOrNothing() throws IOException {
        if (Files.exists(path, NOFOLLOW_LINKS) && !attributes().isRegularFile()) {
            boolean link = Files.isSymbolicLink(path);
            throw new IOException("the dead letter file must be a regular file, not "
                    + (link ? "a symbolic link" : "of another kind"));
        }
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    /** Takes the file from all but its owner, also one that was there before. Fails for the file of another user. */
    private void protect() throws IOException {
        if (!isPosix()) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, NOFOLLOW_LINKS);
        if (!OWNER_ONLY.containsAll(view.readAttributes().permissions())) {
            view.setPermissions(OWNER_ONLY);
        }
    }

    private boolean endsWithLineBreak(long size) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        try (FileChannel in = FileChannel.open(path, Set.of(READ, NOFOLLOW_LINKS))) {
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

    /** Forces and closes the file, so that a later {@link #force()} need not know it. */
    private void end() throws IOException {
        try {
            force();
        } finally {
            close();
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

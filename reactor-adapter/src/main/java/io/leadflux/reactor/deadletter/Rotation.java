package io.leadflux.reactor.deadletter;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Moves a full file out of the way: {@code letters} becomes {@code letters.1}, that becomes {@code letters.2}, and so on.
 * The oldest is deleted once there are enough. Every call may block; not thread-safe.
 */
final class Rotation {

    private static final Logger LOG = Loggers.getLogger(NdjsonDeadLetters.class);

    private final Path path;
    private final int maxFiles;

    Rotation(Path path, int maxFiles) {
        this.path = path;
        this.maxFiles = maxFiles;
    }

    /** Whether there may be a file beside the one that is written. */
    boolean isPossible() {
        return maxFiles > 1;
    }

    /** Moves the files; one that is missing leaves its place to the next. The one that is written must be closed. */
    void rotate() throws IOException {
        int free = 1;
        while (free < maxFiles && Files.exists(numbered(free), NOFOLLOW_LINKS)) {
            free++;
        }
        if (free == maxFiles) {
            free = maxFiles - 1;
            deleteOldest(numbered(free));
        }
        for (int number = free; number > 1; number--) {
            Files.move(numbered(number - 1), numbered(number), REPLACE_EXISTING);
        }
        Files.move(path, numbered(1), REPLACE_EXISTING);
    }

    private void deleteOldest(Path oldest) throws IOException {
        long bytes = Files.readAttributes(oldest, BasicFileAttributes.class, NOFOLLOW_LINKS)
                .size();
        Files.delete(oldest);
        LOG.warn(
                "The oldest dead letters were deleted to make room: {}, {} bytes. Replay and remove the files in time,"
                        + " or allow more of them",
                oldest,
                bytes);
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}

package io.leadflux.examples.terminal;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Opens files that others should not read, on a file system with POSIX permissions. */
public final class OwnersFile {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private OwnersFile() {}

    /**
     * Creates or empties the file; from then on it is readable and writable for its owner alone. Does not follow a
     * symbolic link. What is no regular file, such as a device, keeps its permissions.
     */
    public static OutputStream truncate(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix && Files.isRegularFile(file, NOFOLLOW_LINKS)) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class, NOFOLLOW_LINKS)
                    .setPermissions(OWNER_ONLY);
        }
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        return Channels.newOutputStream(
                Files.newByteChannel(file, Set.of(CREATE, WRITE, TRUNCATE_EXISTING, NOFOLLOW_LINKS), attributes));
    }
}

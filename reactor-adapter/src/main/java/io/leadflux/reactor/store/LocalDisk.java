package io.leadflux.reactor.store;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import reactor.util.Logger;
import reactor.util.Loggers;

/** A directory of the machine: mode 0700, its files 0600. Follows no symbolic link. */
final class LocalDisk implements Disk {

    private static final Logger LOG = Loggers.getLogger(EventStore.class);
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final boolean posix;

    private LocalDisk(Path directory) {
        this.directory = directory;
        this.posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Creates the directory unless it exists; its parent must exist. */
    static LocalDisk of(Path directory) throws IOException {
        LocalDisk disk = new LocalDisk(directory.toAbsolutePath());
        disk.prepare();
        return disk;
    }

    private void prepare() throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new IOException("the store's directory " + directory + " must not be a symbolic link");
        }
        if (!Files.exists(directory, NOFOLLOW_LINKS)) {
            Files.createDirectory(directory, attributes(OWNER_DIRECTORY));
        } else if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw new IOException("the store's directory " + directory + " is a file");
        } else if (posix && !Files.getPosixFilePermissions(directory).equals(OWNER_DIRECTORY)) {
            closeToOthers();
        }
    }

    private void closeToOthers() {
        try {
            Files.setPosixFilePermissions(directory, OWNER_DIRECTORY);
        } catch (IOException refused) {
            LOG.warn(
                    "The store's directory {} is open to others and cannot be closed to them ({}); its files are not",
                    directory,
                    refused.getClass().getSimpleName());
        }
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    @Override
    public List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (java.nio.file.DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return names;
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new LocalFile(FileChannel.open(
                directory.resolve(name), Set.of(CREATE_NEW, READ, WRITE, NOFOLLOW_LINKS), attributes(OWNER_FILE)));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new LocalFile(FileChannel.open(directory.resolve(name), Set.of(READ, WRITE, NOFOLLOW_LINKS)));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        if (posix) { // elsewhere a directory cannot be opened
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    private record LocalFile(FileChannel channel) implements DiskFile {

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return channel.write(source, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(true);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

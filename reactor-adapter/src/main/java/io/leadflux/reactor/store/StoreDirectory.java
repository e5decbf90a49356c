package io.leadflux.reactor.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The store's files, and in which order they may go.
 *
 * <p>A side log is only removed when the removal of its segment is durable: otherwise a crash could bring the segment back
 * without its acknowledgements. In the same way a segment that was rewritten goes when the name of the new one is durable.
 * Belongs to the writer.
 */
final class StoreDirectory {

    final Disk disk;
    final StoreCounters counters;
    private final List<String> sideLogsOfGone = new ArrayList<>();
    private boolean unsynced;

    /** The bytes of all segments and side logs. */
    long used;

    StoreDirectory(Disk disk, StoreCounters counters) {
        this.disk = disk;
        this.counters = counters;
    }

    /** A new file whose name is durable. */
    DiskFile create(String name) throws IOException {
        DiskFile file = disk.create(name);
        try {
            sync();
        } catch (IOException failure) {
            discard(file, name);
            throw failure;
        }
        return file;
    }

    /** Closes and removes a file that is of no use; what fails is left to the next opening. */
    void discard(DiskFile file, String name) {
        closeQuietly(file);
        deleteQuietly(name);
    }

    void closeQuietly(DiskFile file) {
        try {
            file.close();
        } catch (IOException failure) {
            counters.writeFailures++;
        }
    }

    void delete(String name) throws IOException {
        unsynced = true;
        disk.delete(name);
    }

    void rename(String from, String to) throws IOException {
        unsynced = true;
        disk.rename(from, to);
    }

    boolean isUnsynced() {
        return unsynced || !sideLogsOfGone.isEmpty();
    }

    /** Makes every change of names durable; then removes what had to wait for that. */
    void sync() throws IOException {
        disk.sync();
        unsynced = false;
        for (String sideLog : sideLogsOfGone) {
            deleteQuietly(sideLog);
        }
        sideLogsOfGone.clear();
    }

    /** What fails is left to the next opening. */
    private void deleteQuietly(String name) {
        try {
            delete(name);
        } catch (IOException failure) {
            counters.writeFailures++;
        }
    }

    /** Removes the files of a segment of which nothing is live. Needs no space. */
    void remove(Segment segment) throws IOException {
        for (String old : segment.superseded) {
            delete(old);
        }
        delete(segment.name.file());
        used -= segment.size + segment.sideLogBytes;
        for (int number = 0; number <= segment.sideLog; number++) {
            sideLogsOfGone.add(segment.name.sideLog(number));
        }
    }

    /** Removes earlier generations; only after a {@link #sync()} since the segment was rewritten. */
    void removeSuperseded(Segment segment) throws IOException {
        while (!segment.superseded.isEmpty()) {
            delete(segment.superseded.get(0));
            segment.superseded.remove(0);
        }
    }
}

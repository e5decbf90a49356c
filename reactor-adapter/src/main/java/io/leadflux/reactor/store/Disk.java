package io.leadflux.reactor.store;

import java.io.IOException;
import java.util.List;

/**
 * One flat directory, as little of a file system as the store needs. Its test double loses, tears and reorders what has
 * not been synced. Not thread-safe; every call may block.
 */
interface Disk {

    /** The names of all files. */
    List<String> list() throws IOException;

    /** A new, empty file; fails when there is one of that name. Its name is only durable after {@link #sync()}. */
    DiskFile create(String name) throws IOException;

    /** A file that exists. */
    DiskFile open(String name) throws IOException;

    /** Gives a file another name, at once or not at all; durable after {@link #sync()}. */
    void rename(String from, String to) throws IOException;

    /** Removes a file if there is one; durable after {@link #sync()}. Needs no space. */
    void delete(String name) throws IOException;

    /** Makes every name that was created, changed or removed durable. */
    void sync() throws IOException;
}

package io.leadflux.reactor.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Disk}. */
interface DiskFile extends Closeable {

    /** Reads at {@code position}, perhaps less than fits; -1 at the end. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes at {@code position}, perhaps less than there is; the rest remains in {@code source}. */
    int write(ByteBuffer source, long position) throws IOException;

    /** Cuts the file. Needs no space. */
    void truncate(long size) throws IOException;

    /** Makes everything that was written durable. After a failure nothing is known of it, and another call proves nothing. */
    void force() throws IOException;

    long size() throws IOException;
}

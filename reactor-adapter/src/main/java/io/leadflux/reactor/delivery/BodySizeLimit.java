package io.leadflux.reactor.delivery;

/**
 * How many bytes a batch may have when it is sealed, as far as the provider's responses have shown. It never turns an event
 * away: one that is larger is sent alone. Written by the dispatcher alone.
 *
 * <p>A refusal that followed the size of a batch halves the limit, but not below what was accepted before. Acceptances of
 * batches that come close to it raise it again, step by step, up to the configured one.
 */
final class BodySizeLimit {

    private static final int LEAST = 1024;
    private static final int ACCEPTANCES_OF_A_STEP = 20;

    private final int configured;
    private volatile int bytes;
    private int acceptedBytes;
    private int acceptances;

    /** @param bytes the configured limit */
    BodySizeLimit(int bytes) {
        this.configured = bytes;
        this.bytes = bytes;
    }

    /** For any thread. */
    int bytes() {
        return bytes;
    }

    /** A batch of {@code length} bytes was refused for its size. */
    void refused(int length) {
        int good = acceptedBytes < length ? acceptedBytes : 0;
        bytes = Math.min(bytes, Math.max(Math.max(good, length / 2), Math.min(LEAST, configured)));
        acceptedBytes = Math.min(good, bytes);
        acceptances = 0;
    }

    /** A batch of {@code length} bytes was accepted. */
    void accepted(int length) {
        acceptedBytes = Math.max(acceptedBytes, length);
        if (bytes == configured || length < bytes / 2) {
            return;
        }
        acceptances++;
        if (acceptances == ACCEPTANCES_OF_A_STEP) {
            acceptances = 0;
            bytes = (int) Math.min(bytes + Math.max(bytes / 8L, 1), configured);
        }
    }
}

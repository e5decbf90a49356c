package io.leadflux.reactor.store;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys that events are encrypted with, each by its id. Called on the thread that opens the store and on the store's
 * own, which waits for it. Keep a key for as long as an event may be stored under it.
 */
public interface EncryptionKeys {

    /** The id of the key for new events: 1 to 64 printable ASCII characters. It is stored in the clear. */
    String currentId() throws GeneralSecurityException;

    /**
     * The AES key of that id, of 128, 192 or 256 bits, or null when there is none. Without its key, an event stays stored
     * and is not read; an event is never stored in the clear instead.
     */
    @Nullable
    SecretKey key(String id) throws GeneralSecurityException;
}

package io.leadflux.reactor.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.LongSupplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the bodies of records, one by one. Without keys it passes them on as they are. Not thread-safe.
 *
 * <p>A nonce is a random number of 96 bits, drawn once for each opening of the store, plus one for each record. So none is
 * used twice, whatever becomes of a record.
 */
final class RecordCipher {

    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int MAX_KEY_ID = 64;

    private final @Nullable EncryptionKeys keys;
    private int nonceHigh;
    private long nonceLow;
    private @Nullable Cipher cipher;

    RecordCipher(@Nullable EncryptionKeys keys, LongSupplier random) {
        this.keys = keys;
        this.nonceHigh = (int) random.getAsLong();
        this.nonceLow = random.getAsLong();
    }

    boolean encrypts() {
        return keys != null;
    }

    /** The most bytes that the body of an event of so many bytes may have. */
    int sealedLength(int encoded) {
        return keys == null ? encoded : encoded + 1 + MAX_KEY_ID + NONCE + TAG;
    }

    /**
     * The body to write.
     *
     * @param header the record's header, whose checked part but for the length is authenticated too
     */
    byte[] seal(byte[] header, byte[] encoded) throws StoreException {
        EncryptionKeys source = keys;
        if (source == null) {
            return encoded;
        }
        try {
            return seal(source, header, encoded);
        } catch (GeneralSecurityException | RuntimeException failure) {
            throw new StoreException(StoreException.Reason.FAILED, "the event could not be encrypted", failure);
        }
    }

    private byte[] seal(EncryptionKeys source, byte[] header, byte[] encoded) throws GeneralSecurityException {
        String id = checked(source.currentId());
        SecretKey key = source.key(id);
        if (key == null) {
            throw new GeneralSecurityException("there is no key of the current id");
        }
        int prefix = 1 + id.length() + NONCE;
        byte[] body = new byte[prefix + encoded.length + TAG];
        ByteBuffer out = ByteBuffer.wrap(body);
        out.put((byte) id.length()).put(id.getBytes(StandardCharsets.US_ASCII));
        out.putInt(nonceHigh).putLong(nonceLow);
        if (++nonceLow == 0) {
            nonceHigh++;
        }
        Cipher gcm = begin(Cipher.ENCRYPT_MODE, key, body, prefix - NONCE, header, 0);
        gcm.doFinal(encoded, 0, encoded.length, body, prefix);
        return body;
    }

    private static String checked(String id) throws GeneralSecurityException {
        boolean printable = id.chars().allMatch(character -> character > ' ' && character < 127);
        if (id.isEmpty() || id.length() > MAX_KEY_ID || !printable) {
            throw new GeneralSecurityException("a key's id has 1 to " + MAX_KEY_ID + " printable ASCII characters");
        }
        return id;
    }

    /** The encoded event, or null when the key is missing or the wrong one. */
    byte @Nullable [] open(byte[] records, int header, int body, int length) {
        EncryptionKeys source = keys;
        int idLength = length == 0 ? 0 : records[body];
        int prefix = 1 + idLength + NONCE;
        if (source == null || idLength <= 0 || length < prefix + TAG) {
            return null;
        }
        try {
            SecretKey key = source.key(new String(records, body + 1, idLength, StandardCharsets.US_ASCII));
            return key == null
                    ? null
                    : begin(Cipher.DECRYPT_MODE, key, records, body + prefix - NONCE, records, header)
                            .doFinal(records, body + prefix, length - prefix);
        } catch (GeneralSecurityException | RuntimeException wrongKey) {
            return null;
        }
    }

    private Cipher begin(int mode, SecretKey key, byte[] nonce, int nonceAt, byte[] header, int headerAt)
            throws GeneralSecurityException {
        Cipher gcm = cipher;
        if (gcm == null) {
            gcm = Cipher.getInstance("AES/GCM/NoPadding");
            cipher = gcm;
        }
        gcm.init(mode, key, new GCMParameterSpec(TAG * 8, nonce, nonceAt, NONCE));
        gcm.updateAAD(header, headerAt + RecordFormat.CHECKED_FROM, RecordFormat.HEADER - RecordFormat.CHECKED_FROM);
        return gcm;
    }
}

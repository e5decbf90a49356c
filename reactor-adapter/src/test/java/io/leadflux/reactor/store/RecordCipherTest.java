package io.leadflux.reactor.store;

import static io.leadflux.event.EventName.GENERATE_LEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Encrypted events. */
class RecordCipherTest {

    private static final class Keys implements EncryptionKeys {
        final Map<String, SecretKey> keys = new HashMap<>();
        String current = "first";

        Keys() {
            keys.put("first", new SecretKeySpec(new byte[32], "AES"));
        }

        @Override
        public String currentId() {
            return current;
        }

        @Override
        public SecretKey key(String id) {
            return keys.get(id);
        }
    }

    private final Keys keys = new Keys();
    private final ModelDisk disk = new ModelDisk(new Random(1));
    private final Random random = new Random(2);

    private EventStore open() throws IOException {
        return EventStore.builder(java.nio.file.Path.of("model"))
                .time(() -> 61_000, System::nanoTime)
                .encryption(keys)
                .random(random::nextLong)
                .open(disk, () -> {});
    }

    private static long stored(EventStore store, NewEvent event) {
        CompletableFuture<Long> future = store.spill(event);
        store.turn();
        return EventStoreTest.get(future);
    }

    private static List<StoredEvent> read(EventStore store) {
        CompletableFuture<List<StoredEvent>> events = store.read(GENERATE_LEAD, 100, 1 << 20);
        store.turn();
        return EventStoreTest.get(events);
    }

    private String bytes() {
        StringBuilder all = new StringBuilder();
        disk.contents().values().forEach(file -> all.append(new String(file, StandardCharsets.ISO_8859_1)));
        return all.toString();
    }

    @Test
    void stored_withAKey_isNotInTheClearAndIsReadAsItWas() throws IOException {
        EventStore store = open();
        stored(store, EventStoreTest.lead(1));
        assertThat(bytes()).contains("first").doesNotContain("lead-1", "shop.example");
        assertThat(read(store))
                .singleElement()
                .satisfies(event -> assertThat(event.encoded()).isEqualTo(EventStoreTest.lead(1).encoded));
    }

    @Test
    void read_afterTheKeyChanged_takesEachEventsOwn() throws IOException {
        EventStore store = open();
        stored(store, EventStoreTest.lead(1));
        keys.keys.put("second", new SecretKeySpec(new byte[16], "AES"));
        keys.current = "second";
        stored(store, EventStoreTest.lead(2));
        assertThat(read(store)).hasSize(2);
    }

    @Test
    void read_withoutTheKey_leavesTheEventUntilItIsBack() throws IOException {
        EventStore store = open();
        stored(store, EventStoreTest.lead(1));
        SecretKey lost = keys.keys.remove("first");
        assertThat(read(store)).isEmpty();
        assertThat(store.stats().unreadable()).isEqualTo(1);
        assertThat(store.stats().events()).isEqualTo(1);
        assertThat(store.stats().unread()).isZero();
        keys.keys.put("first", lost);
        disk.crash();
        assertThat(read(open())).hasSize(1);
    }

    @Test
    void store_withoutTheCurrentKey_isRefusedAndNothingIsWritten() throws IOException {
        EventStore store = open();
        keys.current = "missing";
        CompletableFuture<Long> refused = store.spill(EventStoreTest.lead(1));
        store.turn();
        assertThat(EventStoreTest.reasonOf(refused)).isEqualTo(StoreException.Reason.FAILED);
        assertThat(bytes()).doesNotContain("lead-1");
        keys.current = "no spaces";
        CompletableFuture<Long> badId = store.spill(EventStoreTest.lead(1));
        store.turn();
        assertThat(EventStoreTest.reasonOf(badId)).isEqualTo(StoreException.Reason.FAILED);
        keys.current = "first";
        stored(store, EventStoreTest.lead(2));
        assertThat(read(store)).hasSize(1);
    }

    @Test
    void open_recordsFieldsWereChanged_isNull() throws IOException {
        RecordCipher cipher = new RecordCipher(keys, random::nextLong);
        byte[] header = new byte[RecordFormat.HEADER];
        byte[] encoded = {1, 2, 3};
        byte[] body = cipher.seal(header, encoded);
        byte[] record = new byte[header.length + body.length];
        System.arraycopy(body, 0, record, header.length, body.length);
        assertThat(cipher.open(record, 0, header.length, body.length)).isEqualTo(encoded);
        record[20] ^= 1;
        assertThat(cipher.open(record, 0, header.length, body.length)).isNull();
        assertThat(cipher.open(record, 0, header.length, 3)).isNull();
        assertThat(cipher.open(record, 0, header.length, 0)).isNull();
        assertThat(new RecordCipher(null, () -> 1).open(record, 0, header.length, body.length))
                .isNull();
    }

    @Test
    void seal_manyTimes_neverRepeatsANonce() throws IOException {
        long[] start = {-3, -3};
        int[] drawn = {0};
        RecordCipher cipher = new RecordCipher(keys, () -> start[drawn[0]++]);
        Set<String> nonces = new HashSet<>();
        for (int n = 0; n < 1_000; n++) {
            byte[] body = cipher.seal(new byte[RecordFormat.HEADER], new byte[4]);
            nonces.add(new String(body, 6, 12, StandardCharsets.ISO_8859_1));
        }
        assertThat(nonces).hasSize(1_000);
    }

    @Test
    void seal_keysFail_saysSoWithoutTheKey() {
        EncryptionKeys broken = new EncryptionKeys() {
            @Override
            public String currentId() {
                throw new IllegalStateException("vault is down");
            }

            @Override
            public SecretKey key(String id) {
                return null;
            }
        };
        RecordCipher cipher = new RecordCipher(broken, () -> 1);
        assertThatThrownBy(() -> cipher.seal(new byte[RecordFormat.HEADER], new byte[1]))
                .isInstanceOf(StoreException.class)
                .hasMessage("the event could not be encrypted");
    }
}

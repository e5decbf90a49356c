package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What the parts of a store share. Belongs to the writer, but for what is taken. */
final class StoreContext {

    final StoreOptions options;
    final StoreCounters counters = new StoreCounters();
    final StoreDirectory directory;
    final Sequences taken = new Sequences();
    final RecordCipher cipher;
    final LongSupplier nanos;
    private final Map<EventName, Long> doubtfulBefore = new EnumMap<>(EventName.class);

    StoreContext(StoreOptions options, Disk disk) {
        this.options = options;
        this.directory = new StoreDirectory(disk, counters);
        this.cipher = new RecordCipher(options.keys(), options.random());
        this.nanos = options.nanos();
    }

    /** Records below this number may have been sent by a process that ended without a word. */
    long doubtfulBefore(EventName name) {
        return doubtfulBefore.getOrDefault(name, 0L);
    }

    void doubt(EventName name, long before) {
        doubtfulBefore.put(name, before);
    }

    StoreListener listener() {
        return options.listener();
    }
}

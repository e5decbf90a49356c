package io.leadflux.reactor.store;

import static io.leadflux.event.EventName.GENERATE_LEAD;
import static io.leadflux.event.EventName.PAGE_VIEW;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.json.EventEncoder;
import io.leadflux.json.Utf8Buffer;
import io.leadflux.reactor.store.ModelDisk.Crash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A store on a {@link ModelDisk}, and somebody who uses it and knows what was promised. What is checked: an event whose
 * storing completed is read again, exactly as it was, until its acknowledgement had a second to become durable; it is read by
 * one at a time, and flagged when somebody may have sent it before; nothing else is ever read.
 */
final class StoreWorld {

    /** What is known of an event. */
    private static final class Fact {
        final NewEvent event;
        final String person;
        CompletableFuture<Long> stored;
        /** The process that was asked to store it. */
        int process;

        Boolean promised;
        int refusedBy;
        long sequence = -1;
        boolean held;
        /** When it was acknowledged, and by which process; the latter is 0 when it was not. */
        long acknowledgedAt;

        int acknowledgedBy;
        boolean acknowledgedForGood;
        boolean dropped;
        boolean erased;
        boolean erasedForGood;
        boolean damaged;
        boolean twice;
        int attempts;
        boolean doubtful;
        /** The process that released it last, or 0. */
        int releasedBy;

        long releasedAt;
        boolean releasedForGood;

        Fact(NewEvent event, String person) {
            this.event = event;
            this.person = person;
            this.attempts = event.attempts;
            this.doubtful = event.mayBeDuplicate;
        }
    }

    private static final List<String> PERSONS = List.of("ada", "bob", "cyd", "dan");
    private static final SecretKey KEY = new SecretKeySpec(new byte[16], "AES");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final EncryptionKeys KEYS = new EncryptionKeys() {
        @Override
        public String currentId() {
            return "k";
        }

        @Override
        public SecretKey key(String id) {
            return id.equals("k") ? KEY : null;
        }
    };

    private final Random random;
    final ModelDisk disk;
    private final Map<String, Fact> facts = new HashMap<>();
    private final List<Fact> all = new ArrayList<>();
    private final Utf8Buffer buffer = Utf8Buffer.create();
    private final int segmentBytes;
    private final long maxBytes;
    private final boolean encrypted;
    private final boolean faulty;
    private final long maxAgeMillis;
    private EventStore store;
    private int process;
    private boolean cleanBefore;
    private boolean closing;
    private long now = 1_000_000;
    private long nanos;
    private long quietSince;
    private final Set<Long> droppedInTurn = new HashSet<>();
    private int reports;
    private long readFailuresBefore;
    private final List<CompletableFuture<EraseReport>> erasures = new ArrayList<>();
    private final List<List<Fact>> erasing = new ArrayList<>();
    int stored;
    int crashes;
    int returned;

    StoreWorld(long seed, ModelDisk.Lie... lies) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.disk = new ModelDisk(new Random(random.nextLong()));
        this.disk.lies.addAll(List.of(lies));
        this.segmentBytes = 700 << random.nextInt(4);
        this.maxBytes = random.nextInt(4) == 0 ? segmentBytes * (2L + random.nextInt(4)) : Long.MAX_VALUE / 2;
        this.encrypted = random.nextInt(16) == 0;
        this.faulty = random.nextInt(3) > 0;
        this.maxAgeMillis =
                random.nextInt(4) == 0 ? 60_000 : Duration.ofDays(90).toMillis();
    }

    // ---- life

    void live() {
        open();
        int steps = 20 + random.nextInt(60);
        for (int i = 0; i < steps; i++) {
            try {
                act();
            } catch (Crash crash) {
                restartAfterCrash();
            }
        }
        end();
    }

    private void act() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> submit();
            case 6, 7, 8, 9 -> turn();
            case 10, 11 -> read();
            case 12, 13, 14 -> acknowledge();
            case 15 -> release();
            case 16 -> sleep();
            case 17 -> misfortune();
            case 18 -> erase();
            default -> maybeRestart();
        }
    }

    private void open() {
        disk.writeFaults = rate();
        disk.syncFaults = rate();
        disk.otherFaults = rate();
        disk.readFaults = rate();
        while (true) {
            try {
                readFailuresBefore = disk.readFailures;
                process++;
                store = builder().open(disk, () -> {});
                quietSince = nanos;
                return;
            } catch (IOException failure) {
                require(disk.faults > 0, "cannot be opened: " + failure);
                disk.calm();
            } catch (Crash crash) {
                boolean clean = cleanBefore;
                stopped();
                cleanBefore = clean && disk.contents().containsKey(SegmentName.CLEAN); // nothing was handed out
            }
        }
    }

    private double rate() {
        return faulty && random.nextInt(3) == 0 ? 0.05 : 0;
    }

    private EventStore.Builder builder() {
        EventStore.Builder builder = EventStore.builder(Path.of("model"))
                .bounds(maxBytes, segmentBytes)
                .maxAge(Duration.ofMillis(maxAgeMillis))
                .queueCapacity(64, 1 << 20)
                .time(() -> now, () -> nanos)
                .random(random::nextLong)
                .listener(new StoreListener() {
                    @Override
                    public void dropped(StoredEvent event, DropReason reason) {
                        StoreWorld.this.dropped(event, reason);
                    }

                    @Override
                    public void droppedHeld(long sequence, DropReason reason) {
                        StoreWorld.this.droppedHeld(sequence, reason);
                    }

                    @Override
                    public void corrupted(String file, long offset, long bytes) {
                        reports++;
                    }

                    @Override
                    public void tornTail(String file, long bytes) {
                        reports++;
                    }
                });
        return encrypted ? builder.encryption(KEYS) : builder;
    }

    private void submit() {
        for (int i = random.nextInt(4); i >= 0; i--) {
            Fact fact = fact();
            fact.process = process;
            fact.held = random.nextBoolean();
            fact.stored = fact.held ? store.writeAhead(fact.event) : store.spill(fact.event);
            if (random.nextInt(64) == 0) {
                fact.stored.cancel(false);
                fact.held = false;
            }
        }
    }

    private Fact fact() {
        String person = PERSONS.get(random.nextInt(PERSONS.size()));
        EventName name = random.nextBoolean() ? GENERATE_LEAD : PAGE_VIEW;
        ServerEvent.Builder event =
                name == GENERATE_LEAD ? ServerEvent.generateLead("USD", 1 + all.size()) : ServerEvent.pageView();
        buffer.truncate(0);
        EventEncoder.encode(
                event.eventTime(1L)
                        .dedupeId(all.size() + "x".repeat(random.nextInt(200)))
                        .userData(UserData.builder().clientId(person).build())
                        .build(),
                buffer);
        int attempts = random.nextInt(4) == 0 ? random.nextInt(5) : 0;
        NewEvent stored = NewEvent.of(name, buffer.toByteArray(), now, now + random.nextInt(1000))
                .attempted(attempts, attempts > 1);
        Fact fact = new Fact(stored, person);
        facts.put(text(stored.encoded), fact);
        all.add(fact);
        return fact;
    }

    private static String text(byte[] encoded) {
        return new String(encoded, StandardCharsets.UTF_8);
    }

    private void turn() {
        long faultsBefore = disk.faults;
        droppedInTurn.clear();
        try {
            store.turn();
        } finally {
            learn();
        }
        if (disk.faults > faultsBefore) {
            quietSince = nanos;
        } else {
            durableAfter(quietSince);
        }
    }

    /** What was promised, after a turn or a crash within one. */
    private void learn() {
        for (Fact fact : all) {
            if (fact.promised == null && fact.stored.isDone()) {
                fact.promised = !fact.stored.isCompletedExceptionally();
                if (fact.promised) {
                    stored++;
                    fact.sequence = fact.stored.join();
                } else if (!fact.stored.isCancelled()) {
                    fact.refusedBy = process;
                }
                fact.held &= fact.promised;
            }
        }
        for (int i = 0; i < erasures.size(); i++) {
            if (erasures.get(i).isDone() && !erasures.get(i).isCompletedExceptionally()) {
                erasing.get(i).forEach(fact -> fact.erasedForGood = true);
                erasing.get(i).clear();
            }
        }
    }

    /** A turn without a fault a second later makes everything durable that came before. */
    private void durableAfter(long quiet) {
        for (Fact fact : all) {
            if (fact.acknowledgedBy == process && nanos - Math.max(fact.acknowledgedAt, quiet) >= SECOND) {
                fact.acknowledgedForGood = true;
            }
            if (fact.releasedBy == process && nanos - Math.max(fact.releasedAt, quiet) >= SECOND) {
                fact.releasedForGood = true;
            }
        }
    }

    private List<StoredEvent> read(EventName name, int maxEvents) {
        CompletableFuture<List<StoredEvent>> reading = store.read(name, maxEvents, 1 + random.nextInt(4000));
        turn();
        if (reading.isCompletedExceptionally() || !reading.isDone()) {
            require(reading.isDone() && disk.faults > 0, "nothing is read");
            return List.of();
        }
        List<StoredEvent> events = reading.join();
        long last = -1;
        for (StoredEvent event : events) {
            require(event.sequence() > last, "not in order");
            last = event.sequence();
            returned(event);
        }
        return events;
    }

    private void read() {
        read(random.nextBoolean() ? GENERATE_LEAD : PAGE_VIEW, 1 + random.nextInt(10));
    }

    private void returned(StoredEvent event) {
        returned++;
        Fact fact = facts.get(text(event.encoded()));
        require(fact != null, "an event that nobody stored");
        require(event.name() == fact.event.name, "another name");
        require(event.arrivedAt() == fact.event.arrivedAt, "another arrival");
        require(event.deadline() == fact.event.deadline, "another deadline");
        boolean other = fact.sequence >= 0 && event.sequence() != fact.sequence;
        if (other && disk.faults > 0 && event.mayBeDuplicate()) {
            // Storing it failed halfway and was tried again, and a crash has brought the first half back.
            store.acknowledge(event.sequence());
            fact.twice = true;
            return;
        }
        require(!fact.held, "in somebody's hands");
        boolean readable =
                disk.readFailures == readFailuresBefore && !fact.twice; // a side log that cannot be read costs resends
        require(!fact.acknowledgedForGood || !readable, "acknowledged for good");
        boolean failedHalfway = disk.faults > 0 && !Boolean.TRUE.equals(fact.promised); // the disk has what it refused
        require(!fact.erasedForGood || fact.twice || failedHalfway, "erased for good");
        require(fact.acknowledgedBy != process || fact.twice, "acknowledged by this process");
        require(fact.refusedBy != process, "refused by this process");
        require(!fact.dropped || fact.process != process || crashes > 0, "dropped by this process");
        boolean earlier = fact.process != process;
        boolean doubt = (earlier && !cleanBefore && fact.releasedBy != process) || certain(fact, fact.doubtful);
        require(!doubt || event.mayBeDuplicate(), "not flagged");
        require(event.attempts() >= fact.event.attempts, "attempts forgotten");
        require(event.attempts() <= fact.attempts, "attempts made up");
        if (readable && (fact.releasedForGood || fact.releasedBy == process)) {
            require(event.attempts() == fact.attempts, "attempts not noted");
        }
        fact.held = true;
        fact.dropped |= droppedInTurn.contains(event.sequence());
        fact.sequence = event.sequence();
        fact.process = process;
        if (earlier && fact.releasedBy != process) {
            fact.doubtful |= event.mayBeDuplicate();
        }
    }

    private boolean certain(Fact fact, boolean doubtful) {
        return doubtful && (fact.event.mayBeDuplicate || fact.releasedForGood || fact.releasedBy == process);
    }

    private List<Fact> held() {
        return all.stream().filter(fact -> fact.held && fact.sequence >= 0).toList();
    }

    private void acknowledge() {
        for (Fact fact : held()) {
            if (random.nextInt(3) > 0) {
                store.acknowledge(fact.sequence);
                fact.held = false;
                fact.acknowledgedAt = nanos;
                fact.acknowledgedBy = process;
                if (random.nextInt(16) == 0) {
                    store.acknowledge(fact.sequence);
                    store.release(fact.sequence, 9, true);
                }
            }
        }
    }

    private void release() {
        for (Fact fact : held()) {
            if (random.nextInt(3) == 0) {
                fact.attempts += random.nextInt(3);
                fact.doubtful |= random.nextBoolean();
                store.release(fact.sequence, fact.attempts, fact.doubtful);
                fact.held = false;
                fact.releasedBy = process;
                fact.releasedAt = nanos;
                fact.releasedForGood = false;
            }
        }
    }

    private void sleep() {
        long millis = random.nextInt(8) == 0 ? random.nextInt(80_000) : random.nextInt(1500);
        now += millis;
        nanos += Duration.ofMillis(millis).toNanos();
        turn();
    }

    private void dropped(StoredEvent event, DropReason reason) {
        Fact fact = facts.get(text(event.encoded()));
        require(fact != null && !fact.held, "drops what is in somebody's hands");
        require(fact.acknowledgedBy != process, "drops what is acknowledged");
        dropped(fact, reason);
    }

    private void droppedHeld(long sequence, DropReason reason) {
        droppedInTurn.add(sequence);
        for (Fact fact : all) {
            boolean known = fact.sequence == sequence || (fact.promised == null && isStoredAs(fact, sequence));
            if (known && fact.held) {
                dropped(fact, reason);
            }
        }
    }

    private static boolean isStoredAs(Fact fact, long sequence) {
        return fact.stored.isDone() && !fact.stored.isCompletedExceptionally() && fact.stored.join() == sequence;
    }

    private void dropped(Fact fact, DropReason reason) {
        boolean full = maxBytes < Long.MAX_VALUE / 2 || disk.capacity < Long.MAX_VALUE || disk.faults > 0;
        boolean allowed = reason == DropReason.EVICTED
                ? fact.event.name == PAGE_VIEW && full
                : fact.event.arrivedAt < now - maxAgeMillis;
        require(allowed, "drops without need: " + reason);
        fact.dropped = true;
    }

    /** The disk fills up, gets room again, or the machine is about to stop. */
    private void misfortune() {
        if (!faulty || random.nextBoolean()) {
            disk.crashIn = 1 + random.nextInt(30);
        } else if (disk.capacity < Long.MAX_VALUE) {
            disk.capacity = Long.MAX_VALUE;
        } else {
            disk.capacity = disk.used() + random.nextInt(2000);
        }
    }

    private void erase() {
        if (random.nextInt(3) > 0) {
            return;
        }
        String person = PERSONS.get(random.nextInt(PERSONS.size()));
        turn(); // what waits is not stored before the erasure
        CompletableFuture<EraseReport> erasure =
                store.erase(event -> person.equals(event.userData().clientId()));
        List<Fact> erased = all.stream()
                .filter(fact -> fact.person.equals(person) && !fact.held)
                .toList();
        erased.forEach(fact -> fact.erased = true);
        // One in somebody's hands goes from the disk too, and still is in these hands.
        all.stream().filter(fact -> fact.person.equals(person)).forEach(fact -> fact.erased = true);
        erasures.add(erasure);
        erasing.add(new ArrayList<>(
                erased.stream().filter(fact -> fact.stored.isDone()).toList()));
        for (int i = 0; i < 20 && !erasure.isDone(); i++) {
            turn();
        }
    }

    private void maybeRestart() {
        switch (random.nextInt(4)) {
            case 0 -> restartAfterCrash();
            case 1 -> closeAndOpen();
            default -> turn();
        }
    }

    private void stopped() {
        crashes++;
        disk.crash();
        erasures.clear();
        erasing.clear();
        cleanBefore = closing && disk.contents().containsKey(SegmentName.CLEAN);
        closing = false;
        for (Fact fact : all) {
            fact.held = false;
            if (fact.promised == null && fact.stored != null) {
                fact.promised = false;
            }
        }
        if (random.nextInt(5) == 0 && !encrypted) {
            damage();
        }
    }

    private void restartAfterCrash() {
        learn();
        stopped();
        open();
    }

    private void closeAndOpen() {
        long faultsBefore = disk.faults;
        List<Fact> hands = held();
        CompletableFuture<Void> closed = store.close();
        closing = hands.isEmpty();
        store.turn();
        closing = false;
        learn();
        require(closed.isDone(), "not closed");
        boolean good = !closed.isCompletedExceptionally();
        require(good || disk.faults > faultsBefore, "close failed");
        if (good) {
            for (Fact fact : all) {
                fact.acknowledgedForGood |= fact.acknowledgedBy == process;
                fact.releasedForGood |= fact.releasedBy == process;
            }
        }
        cleanBefore = disk.contents().containsKey(SegmentName.CLEAN);
        require(hands.isEmpty() || !cleanBefore, "claims to be clean");
        for (Fact fact : all) {
            fact.held = false;
        }
        erasures.clear();
        erasing.clear();
        open();
    }

    /** Flips bits somewhere, and notes whose record that is. */
    private void damage() {
        Map<String, byte[]> contents = disk.contents();
        List<String> files = contents.keySet().stream()
                .filter(name -> SegmentName.parse(name) != null && contents.get(name).length > 0)
                .toList();
        if (files.isEmpty()) {
            return;
        }
        String file = files.get(random.nextInt(files.size()));
        byte[] content = contents.get(file);
        int at = random.nextInt(content.length);
        if (file.endsWith(".acks")) {
            all.forEach(fact -> {
                fact.acknowledgedForGood = false;
                fact.releasedForGood = false;
            });
        } else {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            for (Fact fact : all) {
                int body = text.indexOf(new String(fact.event.encoded, StandardCharsets.ISO_8859_1));
                fact.damaged |= body >= 0 && at >= body - RecordFormat.HEADER && at < body + fact.event.encoded.length;
            }
        }
        disk.flip(file, at, 1 << random.nextInt(8));
    }

    /** The last process has a good disk: it must find everything. */
    private void end() {
        try {
            if (random.nextBoolean()) {
                closeAndOpen();
            }
        } catch (Crash crash) {
            learn();
        }
        learn();
        stopped();
        disk.calm();
        process++;
        readFailuresBefore = disk.readFailures;
        try {
            store = builder().open(disk, () -> {});
        } catch (IOException failure) {
            throw new AssertionError("cannot be opened at the end", failure);
        }
        quietSince = nanos;
        for (EventName name : EventName.values()) {
            List<StoredEvent> events = read(name, 100);
            while (!events.isEmpty()) {
                events = read(name, 100);
            }
        }
        for (Fact fact : all) {
            boolean mayMiss = fact.acknowledgedBy > 0 || fact.dropped || fact.erased;
            if (Boolean.TRUE.equals(fact.promised) && !fact.held && !mayMiss) {
                require(fact.damaged, "lost: an event that was stored");
                require(reports > 0, "damage that nobody was told of");
            }
        }
        acknowledgeEverything();
    }

    private void acknowledgeEverything() {
        held().forEach(fact -> store.acknowledge(fact.sequence));
        turn();
        nanos += 20 * SECOND;
        turn();
        nanos += 20 * SECOND;
        turn();
        require(store.stats().events() == 0, "events remain: " + store.stats());
        require(store.stats().pendingAcknowledgements() == 0, "acknowledgements remain");
        boolean rest = disk.contents().keySet().stream().anyMatch(name -> name.endsWith(".segment"));
        require(!rest, "segments remain: " + disk.contents().keySet());
        require(store.stats().bytes() == 0, "bytes remain: " + store.stats());
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    @Override
    public String toString() {
        return "StoreWorld{events=" + all.size() + ", stored=" + stored + ", returned=" + returned + ", crashes="
                + crashes + ", files=" + disk.contents().keySet() + '}';
    }
}

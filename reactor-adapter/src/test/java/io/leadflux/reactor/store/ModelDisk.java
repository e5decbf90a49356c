package io.leadflux.reactor.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk that keeps what was synced and no more. At a crash each write, cut and change of a name that was not synced is kept,
 * lost, or, for a write, torn. It fails at random when it is told to, and it may lie, as a store would that forgets to
 * sync.
 */
final class ModelDisk implements Disk {

    /** The machine stops. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;

        Crash() {
            super("crash", null, false, false);
        }
    }

    /** What a faulty store would leave out. */
    enum Lie {
        SEGMENT_FORCE,
        SIDE_LOG_FORCE,
        TEMPORARY_FORCE,
        DIRECTORY_SYNC,
        DELETE
    }

    private static final class Change {
        final long at;
        final byte[] bytes;

        Change(long at, byte[] bytes) {
            this.at = at;
            this.bytes = bytes;
        }
    }

    private static final class Node {
        byte[] cached = new byte[0];
        byte[] durable = new byte[0];
        /** In order; without bytes it cuts the file. */
        List<Change> unsynced = new ArrayList<>();
    }

    private record NameChange(String from, String to, Node node) {}

    private final Random random;
    private Map<String, Node> names = new TreeMap<>();
    private Map<String, Node> durableNames = new TreeMap<>();
    private List<NameChange> unsyncedNames = new ArrayList<>();
    final Set<Lie> lies = EnumSet.noneOf(Lie.class);
    long capacity = Long.MAX_VALUE;
    double writeFaults;
    double syncFaults;
    double otherFaults;
    double readFaults;
    /** How many operations until the machine stops; 0 for never. */
    int crashIn;

    private boolean stopped;
    long faults;
    long readFailures;

    ModelDisk(Random random) {
        this.random = random;
    }

    // ---- faults

    private void step() {
        if (stopped || (crashIn > 0 && --crashIn == 0)) {
            stopped = true;
            throw new Crash();
        }
    }

    private void fail(double chance, String message) throws IOException {
        if (chance > 0 && random.nextDouble() < chance) {
            faults++;
            readFailures += chance == readFaults ? 1 : 0;
            throw new IOException(message);
        }
    }

    void calm() {
        writeFaults = 0;
        syncFaults = 0;
        otherFaults = 0;
        readFaults = 0;
        crashIn = 0;
        capacity = Long.MAX_VALUE;
    }

    /** The machine stops and starts again. */
    void crash() {
        int mode = random.nextInt(4);
        for (Node node : allNodes()) {
            persist(node, mode);
            node.cached = node.durable.clone();
            node.unsynced = new ArrayList<>();
        }
        for (NameChange change : unsyncedNames) {
            if (kept(mode)) {
                apply(durableNames, change);
            }
        }
        unsyncedNames = new ArrayList<>();
        names = new TreeMap<>(durableNames);
        stopped = false;
        crashIn = 0;
    }

    private List<Node> allNodes() {
        List<Node> nodes = new ArrayList<>(names.values());
        nodes.addAll(durableNames.values());
        unsyncedNames.forEach(change -> nodes.add(change.node));
        return nodes.stream().distinct().toList();
    }

    private boolean kept(int mode) {
        return mode == 0 || (mode > 1 && random.nextBoolean());
    }

    private void persist(Node node, int mode) {
        for (Change change : node.unsynced) {
            if (kept(mode)) {
                boolean torn = mode == 3 && change.bytes != null && change.bytes.length > 0 && random.nextInt(3) == 0;
                node.durable = apply(node.durable, torn ? torn(change) : change);
            }
        }
    }

    /** A part of a write, from its beginning or from somewhere within. */
    private Change torn(Change change) {
        int from = random.nextBoolean() ? 0 : random.nextInt(change.bytes.length);
        int to = from + random.nextInt(change.bytes.length - from + 1);
        return new Change(change.at + from, Arrays.copyOfRange(change.bytes, from, to));
    }

    private static byte[] apply(byte[] content, Change change) {
        if (change.bytes == null) {
            return change.at < content.length ? Arrays.copyOf(content, (int) change.at) : content;
        }
        int end = (int) change.at + change.bytes.length;
        byte[] changed = end > content.length ? Arrays.copyOf(content, end) : content.clone();
        System.arraycopy(change.bytes, 0, changed, (int) change.at, change.bytes.length);
        return changed;
    }

    private static void apply(Map<String, Node> directory, NameChange change) {
        if (change.from != null) {
            directory.remove(change.from, change.node);
        }
        if (change.to != null) {
            directory.put(change.to, change.node);
        }
    }

    // ---- what tests look at

    Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new TreeMap<>();
        names.forEach((name, node) -> contents.put(name, node.cached));
        return contents;
    }

    /** Damages a byte, in the cache and on the disk. */
    void flip(String name, int at, int mask) {
        Node node = names.get(name);
        node.cached[at] ^= (byte) mask;
        node.durable = node.cached.clone();
    }

    long used() {
        return names.values().stream().mapToLong(node -> node.cached.length).sum();
    }

    // ---- the directory

    @Override
    public List<String> list() throws IOException {
        step();
        fail(otherFaults, "Input/output error");
        return new ArrayList<>(names.keySet());
    }

    @Override
    public DiskFile create(String name) throws IOException {
        step();
        fail(otherFaults, "Input/output error");
        noSpaceFor(1);
        if (names.containsKey(name)) {
            throw new IOException("File exists");
        }
        Node node = new Node();
        change(new NameChange(null, name, node));
        return new ModelFile(name, node);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        step();
        fail(readFaults, "Input/output error");
        Node node = names.get(name);
        if (node == null) {
            throw new FileNotFoundException(name);
        }
        return new ModelFile(name, node);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        fail(otherFaults, "Input/output error");
        change(new NameChange(from, to, names.get(from)));
    }

    @Override
    public void delete(String name) throws IOException {
        step();
        fail(otherFaults, "Input/output error");
        Node node = names.get(name);
        if (node != null && !lies.contains(Lie.DELETE)) {
            change(new NameChange(name, null, node));
        }
    }

    private void change(NameChange change) {
        apply(names, change);
        unsyncedNames.add(change);
    }

    /** After a failure the changes may still become durable, as a journal has them. */
    @Override
    public void sync() throws IOException {
        step();
        fail(syncFaults, "Input/output error");
        if (lies.contains(Lie.DIRECTORY_SYNC)) {
            return;
        }
        unsyncedNames.forEach(change -> apply(durableNames, change));
        unsyncedNames = new ArrayList<>();
    }

    private void noSpaceFor(long bytes) throws IOException {
        if (capacity < Long.MAX_VALUE && used() + bytes > capacity) {
            faults++;
            throw new IOException("No space left on device");
        }
    }

    private final class ModelFile implements DiskFile {

        private final String name;
        private final Node node;

        ModelFile(String name, Node node) {
            this.name = name;
            this.node = node;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            step();
            fail(readFaults, "Input/output error");
            if (position >= node.cached.length) {
                return -1;
            }
            int length = Math.min(target.remaining(), node.cached.length - (int) position);
            if (length > 1 && random.nextInt(8) == 0) {
                length = 1 + random.nextInt(length);
            }
            target.put(node.cached, (int) position, length);
            return length;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int length = source.remaining();
            if (length > 1 && random.nextInt(4) == 0) {
                length = 1 + random.nextInt(length);
            }
            try {
                step();
            } catch (Crash crash) {
                put(source, position, random.nextInt(length + 1));
                throw crash;
            }
            if (random.nextInt(4) == 0) {
                fail(writeFaults, "Input/output error");
            }
            long grown = position + length - node.cached.length;
            if (capacity < Long.MAX_VALUE && grown > 0 && used() + grown > capacity) {
                length = (int) Math.max(0, length - (used() + grown - capacity));
                if (length == 0) {
                    faults++;
                    throw new IOException("No space left on device");
                }
            }
            put(source, position, length);
            return length;
        }

        private void put(ByteBuffer source, long position, int length) {
            byte[] bytes = new byte[length];
            source.get(bytes);
            change(new Change(position, bytes));
        }

        private void change(Change change) {
            node.cached = apply(node.cached, change);
            node.unsynced.add(change);
        }

        @Override
        public void truncate(long size) throws IOException {
            step();
            fail(otherFaults, "Input/output error");
            change(new Change(size, null));
        }

        /** After a failure nobody tries to write the same pages again, and what is read is from the cache or not. */
        @Override
        public void force() throws IOException {
            step();
            if (syncFaults > 0 && random.nextDouble() < syncFaults) {
                faults++;
                persist(node, 3);
                node.unsynced = new ArrayList<>();
                if (random.nextBoolean()) {
                    byte[] evicted = Arrays.copyOf(node.durable, node.cached.length);
                    node.cached = evicted;
                }
                throw new IOException(random.nextBoolean() ? "Input/output error" : "No space left on device");
            }
            if (isLie()) {
                return;
            }
            for (Change change : node.unsynced) {
                node.durable = apply(node.durable, change);
            }
            node.unsynced = new ArrayList<>();
        }

        private boolean isLie() {
            return name.endsWith(".segment")
                    ? lies.contains(Lie.SEGMENT_FORCE)
                    : name.endsWith(".acks")
                            ? lies.contains(Lie.SIDE_LOG_FORCE)
                            : name.endsWith(".tmp") && lies.contains(Lie.TEMPORARY_FORCE);
        }

        @Override
        public long size() throws IOException {
            step();
            return node.cached.length;
        }

        @Override
        public void close() {}
    }
}

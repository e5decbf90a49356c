package io.leadflux.reactor;

import io.leadflux.delivery.Outcome;

/** The most bytes that a batch may have, as far as the provider's answers have shown. Belongs to the dispatcher. */
final class SizeLimit {

    private static final int LEAST = 1024;

    private final WaitingRoom room;
    private final Endings endings;
    private volatile int bytes;

    /** @param bytes the limit at first */
    SizeLimit(int bytes, WaitingRoom room, Endings endings) {
        this.bytes = bytes;
        this.room = room;
        this.endings = endings;
    }

    /** For any thread. */
    int bytes() {
        return bytes;
    }

    /** The provider answered 413: halves go on, and batches to come are kept smaller. */
    void exceededBy(Parcel parcel) {
        for (Parcel large : parcel.takeUnresolved()) {
            if (large.size() == 1) {
                endings.fail(large, Outcome.REJECTED, "the provider finds the event too large");
            } else {
                bytes = Math.max(Math.min(bytes, large.batch.bodyLength() / 2), LEAST);
                int middle = middleByBytes(large);
                room.dueFirst(large.slice(middle, large.size()));
                room.dueFirst(large.slice(0, middle));
            }
        }
    }

    private static int middleByBytes(Parcel parcel) {
        int half = parcel.batch.bodyLength() / 2;
        int middle = 1;
        while (middle < parcel.size() - 1 && parcel.batch.eventOffset(middle) < half) {
            middle++;
        }
        return middle;
    }
}

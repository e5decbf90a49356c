package io.leadflux.reactor.emulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last few of many things. Not thread-safe. */
final class Recent<T> {

    private final int max;
    private final Deque<T> items = new ArrayDeque<>();

    Recent(int max) {
        this.max = max;
    }

    boolean isEnabled() {
        return max > 0;
    }

    void add(T item) {
        if (max == 0) {
            return;
        }
        if (items.size() == max) {
            items.removeFirst();
        }
        items.addLast(item);
    }

    List<T> toList() {
        return List.copyOf(items);
    }
}

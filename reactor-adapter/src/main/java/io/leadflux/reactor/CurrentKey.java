package io.leadflux.reactor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The API key in use, which is asked for when there is none, one question at a time. Belongs to the dispatcher. */
final class CurrentKey {

    private final ApiKeySupplier supplier;
    private final SignalLoop loop;
    private final Consumer<String> missing;
    private @Nullable String key;
    private boolean requested;

    /**
     * No key at first.
     *
     * @param missing is told, as a signal, why there is no key
     */
    CurrentKey(ApiKeySupplier supplier, SignalLoop loop, Consumer<String> missing) {
        this.supplier = supplier;
        this.loop = loop;
        this.missing = missing;
    }

    /** The key; null until it has been fetched. */
    @Nullable
    String value() {
        return key;
    }

    /** Forgets the key if it is {@code refused}, and not one that was fetched since. */
    boolean forget(String refused) {
        boolean same = refused.equals(key);
        if (same) {
            key = null;
        }
        return same;
    }

    /** Asks the supplier, unless an answer is awaited. */
    void request() {
        if (!requested) {
            requested = true;
            loop.after(this::ask);
        }
    }

    private void ask() {
        Callbacks.answer(supplier::apiKey)
                .map(ApiKeys::requireHeaderValue)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the supplier gave no API key")))
                .subscribe(fetched -> loop.signal(() -> fetched(fetched)), none -> loop.signal(() -> missing(none)));
    }

    private void fetched(String fetched) {
        requested = false;
        key = fetched;
    }

    private void missing(Throwable reason) {
        requested = false;
        missing.accept("no API key: " + reason.getClass().getSimpleName());
    }
}

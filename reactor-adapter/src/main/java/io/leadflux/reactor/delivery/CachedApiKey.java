package io.leadflux.reactor.delivery;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The API key in use, which is asked for when there is none, one question at a time. Belongs to the dispatcher. */
final class CachedApiKey {

    private final ApiKeySupplier supplier;
    private final SerialExecutor executor;
    private final Consumer<String> missing;
    private @Nullable String key;
    private boolean requested;

    /**
     * No key at first.
     *
     * @param missing is told, as a task of the executor, why there is no key
     */
    CachedApiKey(ApiKeySupplier supplier, SerialExecutor executor, Consumer<String> missing) {
        this.supplier = supplier;
        this.executor = executor;
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

    /** Asks the supplier, unless it has been asked and has not replied yet. */
    void request() {
        if (!requested) {
            requested = true;
            executor.afterwards(this::ask);
        }
    }

    private void ask() {
        CallbackGuard.response(supplier::apiKey)
                .map(ApiKeyFormat::require)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the supplier gave no API key")))
                .subscribe(
                        fetched -> executor.execute(() -> fetched(fetched)),
                        none -> executor.execute(() -> missing(none)));
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

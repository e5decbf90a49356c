package io.leadflux.reactor.delivery;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The API key in use, which is asked for when there is none, one question at a time and 10 seconds for each. Belongs to the dispatcher. */
final class CachedApiKey {

    private static final long TIMEOUT_NANOS = Duration.ofSeconds(10).toNanos();

    private final ApiKeySupplier supplier;
    private final SerialExecutor executor;
    private final Consumer<String> missing;
    private @Nullable String key;
    private boolean requested;
    private int questions;

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
            int question = ++questions;
            executor.afterwards(() -> ask(question));
            executor.schedule(TIMEOUT_NANOS, () -> missing(question, new TimeoutException()));
        }
    }

    private void ask(int question) {
        CallbackGuard.response(supplier::apiKey)
                .map(ApiKeyFormat::require)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the supplier gave no API key")))
                .subscribe(
                        fetched -> executor.execute(() -> fetched(question, fetched)),
                        none -> executor.execute(() -> missing(question, none)));
    }

    private void fetched(int question, String fetched) {
        if (isAwaited(question)) {
            requested = false;
            key = fetched;
        }
    }

    private void missing(int question, Throwable reason) {
        if (isAwaited(question)) {
            requested = false;
            missing.accept("no API key: " + reason.getClass().getSimpleName());
        }
    }

    /** A supplier that replies too late has been asked again since, or will be. */
    private boolean isAwaited(int question) {
        return requested && question == questions;
    }
}

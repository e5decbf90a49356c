package io.leadflux.reactor.delivery;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * The API key in use. When there is none, the supplier is asked, with one question at a time. A question without a
 * reply is cancelled after a while, so that a supplier that hangs once does not end the client. Belongs to the
 * dispatcher.
 */
final class CachedApiKey {

    private static final long REPLY_NANOS = Duration.ofSeconds(10).toNanos();

    private final ApiKeySupplier supplier;
    private final SerialExecutor executor;
    private final Consumer<String> missing;
    private @Nullable String key;

    /** The question that has no reply yet, as what cancels it. */
    private Disposable.@Nullable Swap question;

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
        if (question == null) {
            Disposable.Swap asked = Disposables.swap();
            question = asked;
            executor.afterwards(() -> ask(asked));
            executor.schedule(REPLY_NANOS, () -> giveUp(asked));
        }
    }

    private void ask(Disposable.Swap asked) {
        asked.update(CallbackGuard.response(supplier::apiKey)
                .map(ApiKeyFormat::require)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the supplier returned no API key")))
                .subscribe(
                        fetched -> executor.execute(() -> fetched(asked, fetched)),
                        none -> executor.execute(() -> missing(asked, none))));
    }

    private void fetched(Disposable.Swap asked, String fetched) {
        if (end(asked)) {
            key = fetched;
        }
    }

    private void missing(Disposable.Swap asked, Throwable reason) {
        if (end(asked)) {
            missing.accept("no API key: " + reason.getClass().getSimpleName());
        }
    }

    private void giveUp(Disposable.Swap asked) {
        if (question == asked) {
            executor.afterwards(asked::dispose);
            missing(asked, new TimeoutException());
        }
    }

    /** Ends a question; false when it had ended before, so that its reply is too late. */
    private boolean end(Disposable.Swap asked) {
        if (question != asked) {
            return false;
        }
        question = null;
        return true;
    }
}

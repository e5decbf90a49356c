package io.leadflux.examples.web.operations;

import static java.util.Objects.requireNonNull;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Ledger;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/**
 * The endpoint within the site, which can be broken and mended; its address and its ledger stay the same. Thread-safe.
 */
public final class EmulatedEndpoint {

    private final Ledger ledger = Ledger.create();
    private final AtomicBoolean changing = new AtomicBoolean();
    private volatile EndpointEmulator emulator;
    private volatile Fault fault = Fault.NONE;
    private volatile int takenKey = 1;
    private volatile int siteKey = 1;

    private EmulatedEndpoint() {
        emulator = EndpointEmulator.builder().ledger(ledger).apiKey(key(1)).start();
    }

    /** Starts one on a free port. Blocks until it listens. */
    public static EmulatedEndpoint start() {
        return new EmulatedEndpoint();
    }

    /** Where events go. */
    public URI uri() {
        return emulator.uri();
    }

    /** What it took. */
    public Ledger ledger() {
        return ledger;
    }

    Fault fault() {
        return fault;
    }

    /** Gives the site the key that it was told last, which is not the one of {@link Fault#KEY_REVOKED}. */
    ApiKeySupplier keys() {
        return () -> Mono.fromSupplier(() -> key(siteKey));
    }

    /**
     * Mends what is broken and breaks it by {@code next}. A new key is told to the site when it is mended. Cold; completes
     * when the port is closed or open, as it should be; fails when another change is under way, or the port is taken.
     */
    Mono<Void> change(Fault next) {
        return Mono.defer(() -> {
            if (!changing.compareAndSet(false, true)) {
                return Mono.error(new IllegalStateException("the endpoint is being changed"));
            }
            // Before the end is signalled, so that whoever sees it can begin the next change.
            return port(!next.closesPort())
                    .doOnSuccess(done -> teach(next))
                    .doOnTerminate(() -> changing.set(false))
                    .doOnCancel(() -> changing.set(false));
        });
    }

    private Mono<Void> port(boolean open) {
        if (open == !emulator.isDisposed()) {
            return Mono.empty();
        }
        if (open) {
            return EndpointEmulator.builder()
                    .port(emulator.port())
                    .ledger(ledger)
                    .apiKey(key(takenKey))
                    .startLater()
                    .doOnNext(started -> emulator = started)
                    .then();
        }
        return Mono.fromRunnable(emulator::dispose).then(emulator.onDispose());
    }

    private void teach(Fault next) {
        siteKey = takenKey;
        if (next.takesNewKey()) {
            takenKey = siteKey + 1;
        }
        next.teach(emulator.script().clear().acceptKey(key(takenKey)));
        fault = requireNonNull(next, "next");
    }

    private static String key(int version) {
        return EndpointEmulator.DEFAULT_KEY + '-' + version;
    }

    /** Closes the port and every connection. Does not wait. */
    public void dispose() {
        emulator.dispose();
    }
}

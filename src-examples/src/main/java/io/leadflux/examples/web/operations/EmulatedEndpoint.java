package io.leadflux.examples.web.operations;

import static java.util.Objects.requireNonNull;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.emulator.EndpointEmulator;
import io.leadflux.reactor.emulator.Ledger;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/**
 * The endpoint inside the site, which can be broken and mended. Its address and its ledger stay the same.
 * Thread-safe.
 */
public final class EmulatedEndpoint {

    private final Ledger ledger = Ledger.create();
    private final AtomicBoolean changing = new AtomicBoolean();
    private volatile EndpointEmulator emulator;
    private volatile EndpointFault fault = EndpointFault.NONE;
    private volatile int acceptedKey = 1;
    private volatile int siteKey = 1;

    private EmulatedEndpoint() {
        emulator = EndpointEmulator.builder().ledger(ledger).apiKey(key(1)).start();
    }

    /** Starts an endpoint on a free port. Blocks until it listens. */
    public static EmulatedEndpoint start() {
        return new EmulatedEndpoint();
    }

    /** Where events go. */
    public URI uri() {
        return emulator.uri();
    }

    /** What it received. */
    public Ledger ledger() {
        return ledger;
    }

    EndpointFault fault() {
        return fault;
    }

    /** Supplies the key that the site was told last, which is outdated after {@link EndpointFault#KEY_REVOKED}. */
    ApiKeySupplier keys() {
        return () -> Mono.fromSupplier(() -> key(siteKey));
    }

    /**
     * Mends what is broken, then breaks it by {@code next}. The site learns of a new key when the fault is mended.
     * Cold. Completes when the port is open or closed, as it should be. Fails when another change is in progress or
     * the port is taken.
     */
    Mono<Void> change(EndpointFault next) {
        return Mono.defer(() -> {
            if (!changing.compareAndSet(false, true)) {
                return Mono.error(new IllegalStateException("the endpoint is being changed"));
            }
            // Reset before the end is signalled, so that the next change can start on that signal.
            return port(!next.closesPort())
                    .doOnSuccess(done -> script(next))
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
                    .apiKey(key(acceptedKey))
                    .startLater()
                    .doOnNext(started -> emulator = started)
                    .then();
        }
        return Mono.fromRunnable(emulator::dispose).then(emulator.onDispose());
    }

    private void script(EndpointFault next) {
        siteKey = acceptedKey;
        if (next.changesKey()) {
            acceptedKey = siteKey + 1;
        }
        next.script(emulator.script().clear().acceptKey(key(acceptedKey)));
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

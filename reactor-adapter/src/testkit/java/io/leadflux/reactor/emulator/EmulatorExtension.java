package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An {@link EndpointEmulator} for the tests of a class, for JUnit 5 and 6.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final EmulatorExtension EMULATOR = EmulatorExtension.create();
 * }</pre>
 *
 * <p>A static one starts before the first test of the class and stops after the last, so that an application that is
 * started once can send to it; before each test its script is cleared. One that is not static starts for each test. It
 * listens on a free port of this machine. Its ledger counts from its start on.
 */
public final class EmulatorExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    private final UnaryOperator<EndpointEmulator.Builder> options;
    private @Nullable EndpointEmulator emulator;
    private boolean ofClass;

    private EmulatorExtension(UnaryOperator<EndpointEmulator.Builder> options) {
        this.options = options;
    }

    /** An emulator with every default, which keeps the last 100 events. */
    public static EmulatorExtension create() {
        return create(builder -> builder);
    }

    /** An emulator with other options than the defaults. */
    public static EmulatorExtension create(UnaryOperator<EndpointEmulator.Builder> options) {
        return new EmulatorExtension(requireNonNull(options, "options"));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ofClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (ofClass) {
            emulator().script().clear();
        } else {
            start();
        }
    }

    private void start() {
        Ledger ledger = Ledger.builder().recentEvents(100).build();
        emulator = options.apply(EndpointEmulator.builder().ledger(ledger)).start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!ofClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    private void stop() {
        emulator().disposeNow();
        emulator = null;
    }

    /**
     * The emulator.
     *
     * @throws IllegalStateException when no test is running
     */
    public EndpointEmulator emulator() {
        EndpointEmulator running = emulator;
        if (running == null) {
            throw new IllegalStateException(
                    "the emulator runs during tests only; is the field annotated with" + " @RegisterExtension?");
        }
        return running;
    }

    /** Where a client under test sends its events. */
    public URI uri() {
        return emulator().uri();
    }

    /** What makes the emulator fail. */
    public Script script() {
        return emulator().script();
    }

    /** What it has received. */
    public Ledger ledger() {
        return emulator().ledger();
    }

    /** What you expect of the ledger. */
    public LedgerAssertions assertLedger() {
        return LedgerAssertions.of(ledger());
    }
}

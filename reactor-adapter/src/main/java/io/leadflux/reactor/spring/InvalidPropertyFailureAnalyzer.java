package io.leadflux.reactor.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a property that cannot be used into a message without a stack trace when the application does not start. */
final class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertyException cause) {
        return new FailureAnalysis(
                "Leadflux cannot start with the property " + cause.property() + ": " + cause.reason() + '.',
                cause.isCredential()
                        ? "Set the property, or set leadflux.mode=dry-run: then nothing is sent, and neither pixel id nor"
                                + " API key is needed."
                        : "Correct the property.",
                cause);
    }
}

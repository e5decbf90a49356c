package io.leadflux.reactor.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns a property that cannot be used into a message without a stack trace when the application does not start. */
final class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertyException cause) {
        return new FailureAnalysis(
                "Leadflux cannot start with the property " + cause.property() + ": " + cause.reason() + '.',
                "Set the property, or set leadflux.enabled=false to run without Leadflux.",
                cause);
    }
}

package io.leadflux.reactor.webflux;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/** Asks a {@link ConsentPolicy} and makes a no of whatever is not a yes in time. */
final class ConsentGate {

    private static final Mono<Boolean> YES = Mono.just(true);
    private static final Mono<Boolean> NO = Mono.just(false);

    private final ConsentPolicy policy;
    private final Duration timeout;
    private final FailureLog failures = new FailureLog("The consent policy failed, which counts as a refusal");

    private final boolean globalPrivacyControl;

    ConsentGate(ConsentPolicy policy, Duration timeout, boolean globalPrivacyControl) {
        this.policy = policy;
        this.timeout = timeout;
        this.globalPrivacyControl = globalPrivacyControl;
    }

    /** Emits exactly one value, never an error. */
    Mono<Boolean> ask(ServerWebExchange exchange) {
        if (globalPrivacyControl
                && "1".equals(exchange.getRequest().getHeaders().getFirst("Sec-GPC"))) {
            return NO;
        }
        Mono<Boolean> decision;
        try {
            decision = requireNonNull(policy.allows(exchange), "the policy's decision");
        } catch (Exception | LinkageError | AssertionError e) {
            return refuse(e);
        }
        if (decision instanceof Fuseable.ScalarCallable<?> known) {
            return known(known);
        }
        // A callable decides during the subscription, so that a timer would be of no use.
        Mono<Boolean> inTime = decision instanceof Callable<?> ? decision : decision.timeout(timeout);
        return inTime.onErrorResume(this::refuse).defaultIfEmpty(false);
    }

    /** What is there already, as from {@link Mono#just}, needs no operators around it. */
    private Mono<Boolean> known(Fuseable.ScalarCallable<?> decision) {
        try {
            return Boolean.TRUE.equals(decision.call()) ? YES : NO;
        } catch (Exception e) {
            return refuse(e);
        }
    }

    private Mono<Boolean> refuse(Throwable failure) {
        failures.add(failure);
        return NO;
    }
}

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

    ConsentGate(ConsentPolicy policy, Duration timeout) {
        this.policy = policy;
        this.timeout = timeout;
    }

    /** Exactly one answer, never an error. */
    Mono<Boolean> ask(ServerWebExchange exchange) {
        Mono<Boolean> answer;
        try {
            answer = requireNonNull(policy.allows(exchange), "the policy's answer");
        } catch (Exception | LinkageError | AssertionError e) {
            return refuse(e);
        }
        if (answer instanceof Fuseable.ScalarCallable<?> known) {
            return known(known);
        }
        // What is callable answers while it is subscribed to, so that a timer would only cost.
        Mono<Boolean> inTime = answer instanceof Callable<?> ? answer : answer.timeout(timeout);
        return inTime.onErrorResume(this::refuse).defaultIfEmpty(false);
    }

    /** What is there already, as from {@link Mono#just}, needs no operators around it. */
    private Mono<Boolean> known(Fuseable.ScalarCallable<?> answer) {
        try {
            return Boolean.TRUE.equals(answer.call()) ? YES : NO;
        } catch (Exception e) {
            return refuse(e);
        }
    }

    private Mono<Boolean> refuse(Throwable failure) {
        failures.add(failure);
        return NO;
    }
}

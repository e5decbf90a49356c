package io.leadflux.reactor;

import io.leadflux.event.ServerEvent;
import io.leadflux.validation.EventValidator;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** The rules of Reactive Streams for what a {@link ValidationOperator} lets pass: here every other event. Run by TestNG. */
public class ValidationVerificationTest extends PublisherVerification<ServerEvent> {

    private static final ServerEvent VALID = Events.valid(1);
    private static final ServerEvent INVALID = Events.invalid(1);

    private final ValidationOperator operator = ValidationOperator.of(EventValidator.create(), result -> {});

    public ValidationVerificationTest() {
        super(new TestEnvironment(2_000, 50));
    }

    @Override
    public Publisher<ServerEvent> createPublisher(long elements) {
        boolean endless = elements > Long.MAX_VALUE / 2;
        return Flux.<ServerEvent, Boolean>generate(() -> true, (valid, sink) -> {
                    sink.next(valid ? VALID : INVALID);
                    return !valid;
                })
                .take(endless ? Long.MAX_VALUE : elements * 2)
                .transform(operator);
    }

    @Override
    public Publisher<ServerEvent> createFailedPublisher() {
        return Flux.<ServerEvent>error(new IllegalStateException("source broke"))
                .transform(operator);
    }
}

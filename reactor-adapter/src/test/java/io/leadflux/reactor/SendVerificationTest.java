package io.leadflux.reactor;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** The rules of Reactive Streams for the results of {@link ConversionClient#send}. Run by TestNG. */
public class SendVerificationTest extends PublisherVerification<DeliveryResult> {

    private static final ServerEvent EVENT = Events.valid(1);

    public SendVerificationTest() {
        super(new TestEnvironment(2_000, 50));
    }

    /** One for each publisher: what a test leaves running must not hold up the next. */
    private static ConversionClient client() {
        return ConversionClient.create(FakeSender.accepting(), ApiKeySupplier.of("key"));
    }

    @Override
    public Publisher<DeliveryResult> createPublisher(long elements) {
        return client().send(
                        Flux.<ServerEvent>generate(sink -> sink.next(EVENT)).take(elements));
    }

    @Override
    public Publisher<DeliveryResult> createFailedPublisher() {
        return client().send(Flux.error(new IllegalStateException("source broke")));
    }
}

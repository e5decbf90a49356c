package io.leadflux.reactor;

import io.leadflux.batch.BatchLimits;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.event.ServerEvent;
import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.time.Duration;
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

    /**
     * One for each publisher, with small batches that wait for company: every result comes on the thread that asks for it or
     * that the source has, so that none is late because a timer's thread is.
     */
    private static ConversionClient client() {
        return ConversionClient.builder(FakeSender.accepting(), ApiKeySupplier.of("key"))
                .limits(BatchLimits.of(2, 10_000))
                .linger(Duration.ofMinutes(1))
                .build();
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

package io.leadflux.reactor;

import io.leadflux.event.ServerEvent;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.reactivestreams.tck.TestEnvironment;

/** The rules of Reactive Streams for {@link EventSink#asSubscriber}. Run by TestNG. */
public class SinkSubscriberVerificationTest extends SubscriberBlackboxVerification<ServerEvent> {

    private final ConversionClient client = ConversionClient.create(FakeSender.accepting(), ApiKeySupplier.of("key"));

    public SinkSubscriberVerificationTest() {
        super(new TestEnvironment(2_000, 50));
    }

    @Override
    public Subscriber<ServerEvent> createSubscriber() {
        return client.sink().asSubscriber();
    }

    @Override
    public ServerEvent createElement(int element) {
        return Events.valid(element);
    }
}

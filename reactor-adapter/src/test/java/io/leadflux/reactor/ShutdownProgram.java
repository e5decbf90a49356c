package io.leadflux.reactor;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import io.leadflux.reactor.http.HttpEventSender;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A plain program that emits events and ends without closing its client; run by {@link ShutdownHookTest}. */
final class ShutdownProgram {

    private ShutdownProgram() {}

    /** Takes the endpoint, the pixel id, the key, the timeout of the hook in milliseconds, and how to end. */
    public static void main(String[] args) throws InterruptedException {
        ConversionClient client = ConversionClient.builder(
                        HttpEventSender.builder(args[1])
                                .endpoint(URI.create(args[0]))
                                .build(),
                        ApiKeySupplier.of(args[2]))
                .linger(Duration.ofMinutes(1)) // so that nothing is sent before the end
                .shutdownTimeout(Duration.ofMillis(Long.parseLong(args[3])))
                .build();
        for (int i = 0; i < 10; i++) {
            if (client.sink().tryEmit(Events.valid(i)) != EmitResult.OK) {
                throw new IllegalStateException("not taken");
            }
        }
        switch (args[4]) {
            case "exit" -> System.exit(7);
            case "fail" -> throw new IllegalStateException("on purpose");
            case "wait" -> {
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            case "closing" -> client.disposeLater().subscribe();
            default -> {}
        }
    }
}

package io.leadflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leadflux.event.ServerEvent;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Request bodies as the provider documents them, for comparison; built from single events, without the batch package.
 */
public final class Bodies {

    private Bodies() {}

    /** The body that carries {@code events} in this order. */
    public static byte[] of(List<ServerEvent> events) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"events\":[".getBytes(UTF_8));
        String separator = "";
        for (ServerEvent event : events) {
            body.writeBytes(separator.getBytes(UTF_8));
            body.writeBytes(EventEncoder.encode(event));
            separator = ",";
        }
        body.writeBytes("]}".getBytes(UTF_8));
        return body.toByteArray();
    }
}

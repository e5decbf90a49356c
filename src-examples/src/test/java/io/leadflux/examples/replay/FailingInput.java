package io.leadflux.examples.replay;

import java.io.IOException;
import java.io.InputStream;

/** An input that cannot be read. */
final class FailingInput extends InputStream {

    private final String message;

    FailingInput(String message) {
        this.message = message;
    }

    @Override
    public int read() throws IOException {
        throw new IOException(message);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        throw new IOException(message);
    }
}

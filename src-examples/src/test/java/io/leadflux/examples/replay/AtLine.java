package io.leadflux.examples.replay;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input that runs a task once, when its reader reaches a line. */
final class AtLine extends FilterInputStream {

    private static final int CHUNK = 256;

    private final Runnable event;
    private int linesLeft;

    AtLine(InputStream in, int line, Runnable event) {
        super(in);
        this.linesLeft = line;
        this.event = event;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, Math.min(length, CHUNK));
        for (int i = offset; i < offset + read; i++) {
            if (target[i] == '\n' && --linesLeft == 0) {
                event.run();
            }
        }
        return read;
    }
}

package io.leadflux.examples.replay;

import io.leadflux.examples.sample.SampleEvents;
import io.leadflux.json.EventEncoder;
import java.io.InputStream;
import java.util.Arrays;

/** An endless input of events. */
final class EndlessInput extends InputStream {

    private final SampleEvents events = SampleEvents.seeded(11);
    private byte[] line = {};
    private int position;

    @Override
    public int read() {
        if (position == line.length) {
            byte[] event = EventEncoder.encode(events.next());
            line = Arrays.copyOf(event, event.length + 1);
            line[event.length] = '\n';
            position = 0;
        }
        return line[position++];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        for (int i = 0; i < length; i++) {
            target[offset + i] = (byte) read();
        }
        return length;
    }
}

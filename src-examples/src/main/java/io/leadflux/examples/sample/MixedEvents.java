package io.leadflux.examples.sample;

import io.leadflux.event.ServerEvent;
import io.leadflux.json.EventEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The lines of a file, about a tenth of them broken, each differently. The same seed produces the same lines. */
final class MixedEvents {

    private static final int BLANK_LINES = 6;

    private MixedEvents() {}

    /** {@code count} lines in random order, with each kind of breakage once. */
    static List<Line> lines(long seed, int count) {
        Random random = new Random(seed);
        SampleEvents events = SampleEvents.seeded(random.nextLong());
        List<Line> lines = new ArrayList<>(count);
        for (Breakage breakage : Breakage.all()) {
            lines.add(new Line(breakage, breakage.edit().apply(validOf(breakage, events))));
        }
        for (int i = 0; i < BLANK_LINES; i++) {
            lines.add(new Line(null, " ".repeat(i % 3).getBytes(StandardCharsets.US_ASCII)));
        }
        while (lines.size() < count) {
            lines.add(new Line(null, EventEncoder.encode(events.next())));
        }
        Collections.shuffle(lines, random);
        return lines;
    }

    private static EditableEvent validOf(Breakage breakage, SampleEvents events) {
        ServerEvent event = events.next();
        while (event.name() != breakage.kind()) {
            event = events.next();
        }
        return EditableEvent.of(event);
    }

    /** One line: its bytes without the line end, and how it is broken; null when it is not. */
    static final class Line {

        private final @Nullable Breakage breakage;
        private final byte[] bytes;

        Line(@Nullable Breakage breakage, byte[] bytes) {
            this.breakage = breakage;
            this.bytes = bytes;
        }

        @Nullable
        Breakage breakage() {
            return breakage;
        }

        byte[] bytes() {
            return bytes;
        }
    }
}

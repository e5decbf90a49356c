package io.leadflux.examples.sample;

import java.util.List;
import java.util.stream.IntStream;

/** What is known about {@code data/mixed-events.ndjson} from how it was generated. */
public final class BrokenLines {

    private BrokenLines() {}

    /** The numbers of the broken lines, counted from 1. */
    public static List<Integer> numbers() {
        List<MixedEvents.Line> lines = MixedEvents.lines(GenerateCommand.SEED, 1000);
        return IntStream.rangeClosed(1, lines.size())
                .filter(number -> lines.get(number - 1).breakage() != null)
                .boxed()
                .toList();
    }
}

package io.leadflux.examples.sample;

import java.io.InputStream;

/** The files of {@code data}, which the jar contains. */
public final class SampleFiles {

    private SampleFiles() {}

    /** 1,000 valid events. */
    public static InputStream valid() {
        return open("sample-events.ndjson");
    }

    /** 994 events, 113 of them broken, and 6 blank lines. */
    public static InputStream mixed() {
        return open("mixed-events.ndjson");
    }

    private static InputStream open(String name) {
        InputStream resource = SampleFiles.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IllegalStateException("the jar lacks " + name + "; build it again");
        }
        return resource;
    }
}

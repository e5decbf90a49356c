package io.leadflux.reactor.store;

import io.leadflux.event.EventName;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a segment is called by. The name says everything that a damaged header may not.
 *
 * @param event whose events it holds
 * @param first the number of its first record
 * @param id random; salts every checksum, so that no byte of another segment passes for one of this
 * @param generation how often it was rewritten; the highest counts
 */
record SegmentName(EventName event, long first, long id, int generation) {

    static final String TEMPORARY = ".tmp";
    static final String CLEAN = "clean";

    private static final Pattern FILE =
            Pattern.compile("(lead|view)-(\\p{XDigit}{16})-(\\p{XDigit}{16})\\.(\\d{1,9})\\.(segment|acks)");

    /** The file of the segment, or of one of its side logs, that {@code file} is the name of; null when of neither. */
    static @Nullable Parsed parse(String file) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            return null;
        }
        EventName event = matcher.group(1).equals("lead") ? EventName.GENERATE_LEAD : EventName.PAGE_VIEW;
        long first = Long.parseUnsignedLong(matcher.group(2), 16);
        long id = Long.parseUnsignedLong(matcher.group(3), 16);
        int number = Integer.parseInt(matcher.group(4));
        boolean segment = matcher.group(5).equals("segment");
        return first < 0 ? null : new Parsed(new SegmentName(event, first, id, segment ? number : 0), segment, number);
    }

    /**
     * A name that was read.
     *
     * @param segment whether it is a segment; otherwise it is side log {@code number} of it
     */
    record Parsed(SegmentName name, boolean segment, int number) {}

    String file() {
        return prefix() + generation + ".segment";
    }

    String sideLog(int number) {
        return prefix() + number + ".acks";
    }

    SegmentName next() {
        return new SegmentName(event, first, id, generation + 1);
    }

    /** The same for every generation. */
    SegmentName original() {
        return new SegmentName(event, first, id, 0);
    }

    private String prefix() {
        String kind = event == EventName.GENERATE_LEAD ? "lead" : "view";
        HexFormat hex = HexFormat.of();
        return kind + '-' + hex.toHexDigits(first) + '-' + hex.toHexDigits(id) + '.';
    }
}

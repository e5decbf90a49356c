package io.leadflux.examples.sample;

import io.leadflux.event.EventName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One way to break a line of a file of events.
 *
 * @param what the way, in words
 * @param kind the event that is broken
 * @param edit makes the broken line, without its end, from the fields of a valid event of that kind
 */
record Breakage(String what, EventName kind, Function<WireEvent, byte[]> edit) {

    /** Every way there is. */
    static List<Breakage> all() {
        return Stream.of(BrokenText.ALL, BrokenFields.ALL, PersonalData.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** A page view with wrong fields. */
    static Breakage ofPageView(String what, Consumer<WireEvent> edit) {
        return fields(what, EventName.PAGE_VIEW, edit);
    }

    /** A lead with wrong fields. */
    static Breakage ofLead(String what, Consumer<WireEvent> edit) {
        return fields(what, EventName.GENERATE_LEAD, edit);
    }

    /** A page view whose text is tampered with. */
    static Breakage ofText(String what, Function<String, String> edit) {
        return ofBytes(what, json -> edit.apply(json).getBytes(StandardCharsets.UTF_8));
    }

    /** A page view whose bytes are tampered with. */
    static Breakage ofBytes(String what, Function<String, byte[]> edit) {
        return new Breakage(what, EventName.PAGE_VIEW, wire -> edit.apply(wire.json()));
    }

    private static Breakage fields(String what, EventName kind, Consumer<WireEvent> edit) {
        return new Breakage(what, kind, wire -> {
            edit.accept(wire);
            return wire.json().getBytes(StandardCharsets.UTF_8);
        });
    }
}

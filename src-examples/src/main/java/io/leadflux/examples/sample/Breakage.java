package io.leadflux.examples.sample;

import io.leadflux.event.EventName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One kind of broken line in a file of events.
 *
 * @param what how it is broken, in words
 * @param kind the event that is broken
 * @param edit makes the broken line, without its line end, from the fields of a valid event of that kind
 */
record Breakage(String what, EventName kind, Function<EditableEvent, byte[]> edit) {

    /** All kinds. */
    static List<Breakage> all() {
        return Stream.of(BrokenText.ALL, BrokenFields.ALL, ForbiddenPersonalData.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** A page view with wrong fields. */
    static Breakage ofPageView(String what, Consumer<EditableEvent> edit) {
        return fields(what, EventName.PAGE_VIEW, edit);
    }

    /** A lead with wrong fields. */
    static Breakage ofLead(String what, Consumer<EditableEvent> edit) {
        return fields(what, EventName.GENERATE_LEAD, edit);
    }

    /** A page view with altered text. */
    static Breakage ofText(String what, Function<String, String> edit) {
        return ofBytes(what, json -> edit.apply(json).getBytes(StandardCharsets.UTF_8));
    }

    /** A page view with altered bytes. */
    static Breakage ofBytes(String what, Function<String, byte[]> edit) {
        return new Breakage(what, EventName.PAGE_VIEW, event -> edit.apply(event.json()));
    }

    private static Breakage fields(String what, EventName kind, Consumer<EditableEvent> edit) {
        return new Breakage(what, kind, event -> {
            edit.accept(event);
            return event.json().getBytes(StandardCharsets.UTF_8);
        });
    }
}

package io.leadflux.json;

import io.leadflux.event.EventField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** The fields that one object may hold, in the form in which the parsers recognise their names. */
final class ObjectFields {

    private final String path;
    private final EventField[] fields;
    private final byte[][] names;
    private final PropertyNameMatcher matcher;

    private ObjectFields(String path, List<EventField> fields, PropertyNameMatcher matcher) {
        this.path = path;
        this.fields = fields.toArray(EventField[]::new);
        this.names = fields.stream()
                .map(field -> (field.wireName() + '"').getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.matcher = matcher;
    }

    /** The fields of {@code parent}, or of the event itself if that is null; they are neighbours in the enum. */
    static ObjectFields of(@Nullable EventField parent, TokenStreamFactory factory) {
        List<EventField> fields = new ArrayList<>();
        List<Named> names = new ArrayList<>();
        for (EventField field : EventField.values()) {
            if (field.parent() == parent) {
                fields.add(field);
                names.add(Named.fromString(field.wireName()));
            }
        }
        String path = parent == null ? "" : parent.path();
        return new ObjectFields(path, fields, factory.constructNameMatcher(names, false));
    }

    /** The bit of a field in a set of fields. */
    static int bit(EventField field) {
        return 1 << number(field);
    }

    /** The place of a field among all fields; of neighbours in one object it differs by one. */
    @SuppressWarnings("EnumOrdinal") // the order in which fields are declared is part of the enum's contract
    private static int number(EventField field) {
        return field.ordinal();
    }

    /** The object's own path; empty for the event itself. */
    String path() {
        return path;
    }

    PropertyNameMatcher matcher() {
        return matcher;
    }

    /** The index of one of the object's own fields. */
    int indexOf(EventField own) {
        return number(own) - number(fields[0]);
    }

    /** How many bytes a field's name and the quotation mark after it take. */
    int nameLength(int index) {
        return names[index].length;
    }

    /**
     * The index of the field whose name, with the quotation mark after it, begins at {@code start} and ends before
     * {@code end}; -1 when there is none. The search begins with the field at {@code guess}, 0 or more, and wraps
     * around.
     */
    int indexOf(byte[] bytes, int start, int end, int guess) {
        for (int i = guess; i < names.length; i++) {
            if (matches(names[i], bytes, start, end)) {
                return i;
            }
        }
        for (int i = 0; i < guess; i++) {
            if (matches(names[i], bytes, start, end)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] name, byte[] bytes, int start, int end) {
        return name.length <= end - start
                && name[0] == bytes[start]
                && Arrays.equals(name, 0, name.length, bytes, start, start + name.length);
    }

    /** The field at an index, which is also what the matcher returns. */
    EventField field(int index) {
        return fields[index];
    }
}

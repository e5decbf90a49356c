package io.leadflux.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** The fields that one object may hold, in the form in which the parser recognises their names. */
final class ObjectFields {

    private final String path;
    private final Field[] fields;
    private final byte[][] names;
    private final PropertyNameMatcher matcher;

    private ObjectFields(String path, List<Field> fields, PropertyNameMatcher matcher) {
        this.path = path;
        this.fields = fields.toArray(Field[]::new);
        this.names = fields.stream()
                .map(field -> (field.wireName() + '"').getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.matcher = matcher;
    }

    /** The fields of the object at {@code path}, whose numbers follow each other. */
    static ObjectFields of(String path, TokenStreamFactory factory) {
        List<Field> fields = new ArrayList<>();
        List<Named> names = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field.parent().equals(path)) {
                fields.add(field);
                names.add(Named.fromString(field.wireName()));
            }
        }
        return new ObjectFields(path, fields, factory.constructNameMatcher(names, false));
    }

    /** The object's own path; empty for the event itself. */
    String path() {
        return path;
    }

    PropertyNameMatcher matcher() {
        return matcher;
    }

    /** The index of one of the object's own fields. */
    int indexOf(Field own) {
        return own.number() - fields[0].number();
    }

    /** How many bytes a field's name and the quotation mark behind it take. */
    int nameLength(int index) {
        return names[index].length;
    }

    /**
     * The index of the field whose name begins at {@code start}, with the quotation mark behind it before {@code end};
     * -1 when there is none. The search begins with the field at {@code guess}, from 0 on, and goes round.
     */
    int indexOf(byte[] bytes, int start, int end, int guess) {
        for (int i = guess; i < names.length; i++) {
            if (stands(names[i], bytes, start, end)) {
                return i;
            }
        }
        for (int i = 0; i < guess; i++) {
            if (stands(names[i], bytes, start, end)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean stands(byte[] name, byte[] bytes, int start, int end) {
        return name.length <= end - start
                && name[0] == bytes[start]
                && Arrays.equals(name, 0, name.length, bytes, start, start + name.length);
    }

    /** The field at an index, which is also what the matcher gives. */
    Field field(int match) {
        return fields[match];
    }
}

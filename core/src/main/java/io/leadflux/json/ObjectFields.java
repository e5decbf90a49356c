package io.leadflux.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/** The fields that one object may hold, in the form in which the parser recognises their names. */
final class ObjectFields {

    private final String path;
    private final List<Field> fields;
    private final byte[][] names;
    private final PropertyNameMatcher matcher;

    private ObjectFields(String path, List<Field> fields, PropertyNameMatcher matcher) {
        this.path = path;
        this.fields = fields;
        this.names = fields.stream()
                .map(field -> field.wireName().getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        this.matcher = matcher;
    }

    /** The fields of the object at {@code path}. */
    static ObjectFields of(String path, TokenStreamFactory factory) {
        List<Field> fields = new ArrayList<>();
        List<Named> names = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field.parent().equals(path)) {
                fields.add(field);
                names.add(Named.fromString(field.wireName()));
            }
        }
        return new ObjectFields(path, List.copyOf(fields), factory.constructNameMatcher(names, false));
    }

    /** The object's own path; empty for the event itself. */
    String path() {
        return path;
    }

    PropertyNameMatcher matcher() {
        return matcher;
    }

    /** The field whose name is that range of bytes, or null. */
    @Nullable
    Field field(byte[] bytes, int start, int length) {
        for (int i = 0; i < names.length; i++) {
            byte[] name = names[i];
            if (name.length == length && Arrays.equals(name, 0, length, bytes, start, start + length)) {
                return fields.get(i);
            }
        }
        return null;
    }

    /** The field for what the matcher found. */
    Field field(int match) {
        return fields.get(match);
    }
}

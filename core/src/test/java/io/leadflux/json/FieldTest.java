package io.leadflux.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldTest {

    @Test
    void number_everyField_isItsPlaceInTheListAndWithinItsObject() {
        List<Field> fields = List.of(Field.values());
        for (Field field : fields) {
            assertThat(field.number()).isEqualTo(fields.indexOf(field));
        }
        for (ObjectFields object : List.of(EventReader.EVENT, EventReader.USER_DATA, EventReader.DATA)) {
            for (Field field : fields) {
                if (field.parent().equals(object.path())) {
                    assertThat(object.field(object.indexOf(field))).isEqualTo(field);
                }
            }
        }
    }
}

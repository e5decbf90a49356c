package io.leadflux.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventField;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectFieldsTest {

    @Test
    void indexOf_everyField_isItsPlaceWithinItsObject() {
        int found = 0;
        for (ObjectFields object : List.of(EventReader.EVENT, EventReader.USER_DATA, EventReader.DATA)) {
            for (EventField field : EventField.values()) {
                String parent = field.parent() == null ? "" : field.parent().path();
                if (parent.equals(object.path())) {
                    assertThat(object.field(object.indexOf(field))).isEqualTo(field);
                    found++;
                }
            }
        }
        assertThat(found).isEqualTo(EventField.values().length);
    }
}

package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventFieldTest {

    @Test
    void ofPath_unknown_isNull() {
        for (String path : List.of("", "esi", "user_data.", "user_data.email", "data.esi", "NAME")) {
            assertThat(EventField.ofPath(path)).as(path).isNull();
        }
    }

    @Test
    void ofPath_everyPath_isTheField() {
        for (EventField field : EventField.values()) {
            assertThat(EventField.ofPath(field.path())).isEqualTo(field);
        }
    }

    @Test
    void path_always_isTheProvidersSpelling() {
        assertThat(Arrays.stream(EventField.values()).map(EventField::path))
                .containsExactly(
                        "event_time",
                        "event_source_url",
                        "name",
                        "user_data",
                        "data",
                        "dedupe_id",
                        "user_data.client_ip_address",
                        "user_data.client_user_agent",
                        "user_data.aleid",
                        "user_data.user_id",
                        "user_data.client_id",
                        "user_data.alart",
                        "user_data.esi",
                        "data.currency",
                        "data.value");
    }

    @Test
    void parent_always_isTheObjectInThePath() {
        for (EventField field : EventField.values()) {
            EventField parent = field.parent();
            String prefix = parent == null ? "" : parent.path() + '.';
            assertThat(prefix + field.wireName()).isEqualTo(field.path());
        }
    }
}

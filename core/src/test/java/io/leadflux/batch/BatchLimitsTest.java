package io.leadflux.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLimitsTest {

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void of_eventsOutsideOfRange_namesTheValue(int maxEvents) {
        assertThatThrownBy(() -> BatchLimits.of(maxEvents, 4096))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxEvents must be from 1 to 100, not " + maxEvents);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1023, 16 * 1024 * 1024 + 1})
    void of_bytesOutsideOfRange_namesTheValue(int maxBytes) {
        assertThatThrownBy(() -> BatchLimits.of(1, maxBytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes must be from 1024 to 16777216, not " + maxBytes);
    }

    @Test
    void default_isWhatTheProviderTakes() {
        assertThat(BatchLimits.DEFAULT.maxEvents()).isEqualTo(100);
        assertThat(BatchLimits.DEFAULT.maxBytes()).isEqualTo(1_048_576);
        assertThat(BatchLimits.of(100, 1_048_576)).isEqualTo(BatchLimits.DEFAULT);
    }
}

package io.leadflux.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Utf8BufferTest {

    @Test
    void create_negativeCapacity_namesIt() {
        assertThatThrownBy(() -> Utf8Buffer.create(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void truncate_beyondLength_namesIt() {
        Utf8Buffer buffer = Utf8Buffer.create();
        buffer.append((byte) 1);

        assertThatThrownBy(() -> buffer.truncate(2)).hasMessage("length must be from 0 to 1, not 2");
        assertThatThrownBy(() -> buffer.truncate(-1)).hasMessage("length must be from 0 to 1, not -1");
    }

    @Test
    void append_rangeOutside_throws() {
        Utf8Buffer buffer = Utf8Buffer.create();

        assertThatThrownBy(() -> buffer.append(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(buffer.length()).isZero();
    }

    @Test
    void reserve_beyondWhatAnArrayHolds_throws() {
        Utf8Buffer buffer = Utf8Buffer.create();
        buffer.append((byte) 1);

        assertThatThrownBy(() -> buffer.reserve(Integer.MAX_VALUE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void append_beyondCapacity_growsAndKeepsWhatWasWritten() {
        Utf8Buffer buffer = Utf8Buffer.create(0);
        for (int i = 0; i < 1_000; i++) {
            buffer.append((byte) i);
        }
        buffer.truncate(900);
        buffer.append(new byte[] {9, 8, 7, 6}, 1, 2);

        assertThat(buffer.length()).isEqualTo(902);
        assertThat(buffer.toByteArray()).hasSize(902).endsWith(8, 7).startsWith(0, 1, 2);
        assertThat(buffer.array()).startsWith(buffer.toByteArray());
    }

    @Test
    void append_withinCapacity_keepsTheArray() {
        Utf8Buffer buffer = Utf8Buffer.create(8);
        byte[] array = buffer.array();
        buffer.append(new byte[8]);
        buffer.truncate(0);
        buffer.append(new byte[8]);

        assertThat(buffer.array()).isSameAs(array);
        assertThat(buffer.capacity()).isEqualTo(8);
    }
}

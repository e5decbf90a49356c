package io.leadflux.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EncodedEventTest {

    private static final ServerEvent LEAD = ServerEvent.generateLead("USD", 20)
            .eventTime(1_700_000_000_000L)
            .eventSourceUrl("https://shop.example/\"quoted\"/é")
            .dedupeId("lead-1")
            .build();

    @Test
    void event_ofAnEvent_isEqualAndReadOnce() {
        EncodedEvent encoded = EncodedEvent.of(LEAD);

        assertThat(encoded.event()).isEqualTo(LEAD).isNotSameAs(LEAD).isSameAs(encoded.event());
        assertThat(encoded.name()).isEqualTo(EventName.GENERATE_LEAD);
    }

    @Test
    void writeTo_ofAnEvent_isWhatTheEncoderWrites() {
        EncodedEvent encoded = EncodedEvent.of(LEAD);
        Utf8Buffer out = Utf8Buffer.create(0);
        encoded.writeTo(out);

        assertThat(out.toByteArray()).isEqualTo(EventEncoder.encode(LEAD)).hasSize(encoded.length());
    }

    @Test
    void copyOf_bytesThatChangeLater_keepsThem() {
        byte[] bytes = ('[' + new String(EventEncoder.encode(LEAD), UTF_8) + ']').getBytes(UTF_8);
        EncodedEvent copy = EncodedEvent.copyOf(bytes, 1, bytes.length - 2, EventName.GENERATE_LEAD);
        Arrays.fill(bytes, (byte) 'x');

        assertThat(copy.event()).isEqualTo(LEAD);
    }

    @Test
    void copyOf_notARange_throws() {
        assertThatThrownBy(() -> EncodedEvent.copyOf(new byte[10], 5, 6, null))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void toString_always_showsNothingOfTheEvent() {
        assertThat(EncodedEvent.of(LEAD)).asString().doesNotContain("lead-1", "shop.example");
    }
}

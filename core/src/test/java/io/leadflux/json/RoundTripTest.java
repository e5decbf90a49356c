package io.leadflux.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {

    private static final EventReader READER =
            EventReader.builder().maxBytes(1 << 20).build();

    @Test
    void read_randomEncodedEvent_returnsIt() {
        long seed = 20_261_101;
        RandomEvents random = new RandomEvents(seed);
        for (int i = 0; i < 20_000; i++) {
            assertComesBack(random.next(), "seed " + seed + ", event " + i);
        }
    }

    @Test
    void read_everyCombinationOfMissingFields_returnsIt() {
        for (int bits = 0; bits < 1 << 15; bits++) {
            assertComesBack(withFields(bits), "fields " + Integer.toBinaryString(bits));
        }
    }

    private static ServerEvent withFields(int bits) {
        UserData userData = UserData.builder()
                .clientIpAddress(has(bits, 0) ? "192.0.2.1" : null)
                .clientUserAgent(has(bits, 1) ? "agent" : null)
                .esi(has(bits, 2) ? EventSource.APP : null)
                .aleid(has(bits, 3) ? "" : null)
                .clientId(has(bits, 4) ? "c" : null)
                .alart(has(bits, 5) ? "a" : null)
                .userId(has(bits, 6) ? "1" : null)
                .build();
        EventData data =
                EventData.ofNullable(has(bits, 7) ? "EUR" : null, has(bits, 8) ? new BigDecimal("0.10") : null);
        return ServerEvent.builder()
                .name(has(bits, 9) ? EventName.GENERATE_LEAD : null)
                .eventTime(has(bits, 10) ? Long.valueOf(1) : null)
                .eventSourceUrl(has(bits, 11) ? "https://example.com" : null)
                .userData(has(bits, 12) ? userData : null)
                .data(has(bits, 13) ? data : null)
                .dedupeId(has(bits, 14) ? "d" : null)
                .build();
    }

    private static boolean has(int bits, int field) {
        return (bits >> field & 1) != 0;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0E+2147483647",
                "1E+2147483647",
                "1E-2147483647",
                "123456789012345678901234567890.123456789",
                "-1E+999999999",
                "9.99E-999999999",
                "1E+1096",
                "1E+1097",
                "1E-1096",
                "1E-1097"
            })
    void read_extremeDecimal_returnsTheSameAmount(String value) {
        EventData data = EventData.of("USD", new BigDecimal(value));

        assertComesBack(ServerEvent.builder().data(data).build(), value);
    }

    @ParameterizedTest
    @CsvSource({
        "0, -2147483648",
        "0, -2147483647",
        "0, 2147483647",
        "7, -2147483648",
        "-70, -2147483648",
        "7, 2147483647",
        "123456789012345678, -2147483648"
    })
    void read_decimalOfAnExtremeScale_returnsTheSameAmount(long unscaled, int scale) {
        EventData data = EventData.of("USD", BigDecimal.valueOf(unscaled, scale));

        assertComesBack(ServerEvent.builder().data(data).build(), unscaled + " of scale " + scale);
    }

    @Test
    void validator_passesZeroOfTheSmallestScale_asItIsWrittenAsZero() {
        ServerEvent lead = ServerEvent.builder()
                .name(EventName.GENERATE_LEAD)
                .data(EventData.of("USD", BigDecimal.valueOf(0, Integer.MIN_VALUE)))
                .build();

        assertThat(EventValidator.create().validate(lead))
                .noneMatch(violation -> violation.field().startsWith("data"));
        assertComesBack(lead, "zero");
    }

    private static void assertComesBack(ServerEvent event, String what) {
        ReadResult result = READER.read(EventEncoder.encode(event));

        assertThat(result.violations()).as(what).isEmpty();
        assertThat(result.isWellFormed()).as(what).isTrue();
        assertThat(result.event()).as(what).isEqualTo(event);
    }
}

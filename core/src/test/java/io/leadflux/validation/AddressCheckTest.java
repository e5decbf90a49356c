package io.leadflux.validation;

import static io.leadflux.validation.Samples.broken;
import static io.leadflux.validation.Samples.brokenUser;
import static io.leadflux.validation.Samples.lead;
import static io.leadflux.validation.Samples.rules;
import static io.leadflux.validation.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "' 1.2.3.4' > ADDRESS_SPACE",
                "'1.2.3.4 ' > ADDRESS_SPACE",
                "'1.2.3. 4' > ADDRESS_SPACE",
                "'1.2.3.4, 5.6.7.8' > ADDRESS_LIST",
                "' 1.2.3.4, 5.6.7.8' > ADDRESS_LIST",
                "1.2.3.4,5.6.7.8 > ADDRESS_LIST",
                "1.2.3.4; > ADDRESS_LIST",
                "'1.2.3.4 5.6.7.8' > ADDRESS_LIST",
                "'2001:db8::1 5.6.7.8' > ADDRESS_LIST",
                "1.2.3.4:8080 > ADDRESS_PORT",
                "[::1] > ADDRESS_BRACKETS",
                "[1.2.3.4] > ADDRESS_BRACKETS",
                "[::1]:443 > ADDRESS_BRACKETS ADDRESS_PORT",
                "[1.2.3.4]:443 > ADDRESS_BRACKETS ADDRESS_PORT",
                "fe80::1%eth0 > ADDRESS_ZONE",
                "fe80::1%25eth0 > ADDRESS_ZONE",
                "[fe80::1%3]:80 > ADDRESS_BRACKETS ADDRESS_PORT ADDRESS_ZONE",
                "10.0.0.0/8 > ADDRESS_CIDR",
                "2001:db8::/32 > ADDRESS_CIDR",
                "[2001:db8::]/32 > ADDRESS_BRACKETS ADDRESS_CIDR",
                "fe80::1%eth0/64 > ADDRESS_CIDR ADDRESS_ZONE",
                "01.2.3.4 > ADDRESS_LEADING_ZERO",
                "1.2.3.004 > ADDRESS_LEADING_ZERO",
                "1.2.3.00 > ADDRESS_LEADING_ZERO",
                "172.016.254.001 > ADDRESS_LEADING_ZERO",
                "::ffff:1.2.03.4 > ADDRESS_LEADING_ZERO",
                "' 01.2.3.4:80' > ADDRESS_SPACE ADDRESS_PORT ADDRESS_LEADING_ZERO",
                "unknown > ADDRESS_NOT_LITERAL",
                "shop.example > ADDRESS_NOT_LITERAL",
                "shop.example:80 > ADDRESS_NOT_LITERAL",
                "hello world > ADDRESS_NOT_LITERAL",
                "1.2.3 > ADDRESS_NOT_LITERAL",
                "1.2.3.256 > ADDRESS_NOT_LITERAL",
                "1.2.3.4.5 > ADDRESS_NOT_LITERAL",
                "0x7f.0.0.1 > ADDRESS_NOT_LITERAL",
                "2130706433 > ADDRESS_NOT_LITERAL",
                "00001::1 > ADDRESS_NOT_LITERAL",
                "1.2.3.4/ > ADDRESS_NOT_LITERAL",
                "1.2.3.4: > ADDRESS_NOT_LITERAL",
                "1.2.3.4:port > ADDRESS_NOT_LITERAL",
                "[1.2.3.4 > ADDRESS_NOT_LITERAL",
                "[] > ADDRESS_NOT_LITERAL",
                "% > ADDRESS_NOT_LITERAL",
                "'\"1.2.3.4\"' > ADDRESS_NOT_LITERAL",
                "jane@shop.example > ADDRESS_NOT_LITERAL EMAIL_ADDRESS"
            })
    void validate_otherThanALiteral_namesWhatIsThere(String address, String rules) {
        assertThat(rules(brokenUser(user -> user.clientIpAddress(address)))).containsExactly(rules.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3.4\n", "\t1.2.3.4", "1.2.\u00003.4"})
    void validate_controlCharacter_isNamedAlone(String address) {
        assertThat(rules(brokenUser(user -> user.clientIpAddress(address)))).containsExactly("CONTROL_CHARACTER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0"})
    void validate_blank_isRequired(String address) {
        assertThat(rules(brokenUser(user -> user.clientIpAddress(address)))).containsExactly("ADDRESS_REQUIRED");
    }

    @Test
    void validate_missing_isRequired() {
        assertThat(rules(brokenUser(user -> user.clientIpAddress(null)))).containsExactly("ADDRESS_REQUIRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "1.2.3.4",
                "255.255.255.255",
                "::",
                "::1",
                "2001:DB8::A",
                "2001:0db8:0:0:0:0:0:0001",
                "::ffff:192.0.2.7"
            })
    void validate_literal_isValid(String address) {
        assertThat(brokenUser(user -> user.clientIpAddress(address))).isEmpty();
    }

    @Test
    void validate_shortMaximum_boundsTheAddressToo() {
        EventValidator validator = EventValidator.builder()
                .clock(Samples.CLOCK)
                .maxStringLength(38)
                .build();
        String longest = "2001:0db8:1111:2222:3333:4444:5555:6666";
        assertThat(broken(
                        validator,
                        lead().userData(user().clientIpAddress(longest).build())))
                .containsExactly("user_data.client_ip_address STRING_TOO_LONG");
    }

    @Test
    void validate_anyText_neverThrows() {
        long seed = 791L;
        Random random = new Random(seed);
        String alphabet = "[]:%./, 019af\n\ud800";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String address = text.toString();
            assertThat(brokenUser(user -> user.clientIpAddress(address)))
                    .as("seed %d: %s", seed, address)
                    .allMatch(broken -> broken.startsWith("user_data.client_ip_address "));
        }
    }
}

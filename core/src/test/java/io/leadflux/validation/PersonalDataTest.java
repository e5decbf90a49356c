package io.leadflux.validation;

import static io.leadflux.validation.Samples.brokenDedupeId;
import static io.leadflux.validation.Samples.brokenUser;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalDataTest {

    // ---- e-mail
    // ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane@shop.example",
                "JANE.DOE+tag@MAIL.SHOP.EXAMPLE",
                "j@x.co",
                "jane_doe-1@sub-domain.shop.example",
                "mailto:jane@shop.example",
                "<jane@shop.example>",
                "Jane Doe <jane@shop.example>, 2",
                "id=7&email=jane@shop.example&x=1",
                "jane@shop.example.",
                "jane@shop.example-1741784485",
                "1741784485_jane@shop.example_1",
                "jane@xn--mnchen-3ya.xn--p1ai",
                "jane@m\u00fcnchen.example",
                "j\u00fcrgen@shop.example",
                "jane@1.2.3.example",
                "jane@@shop.example jane@shop.example",
                "jane%40shop.example",
                "email%3Djane%40shop.example%26x",
                "jane%2540shop.example",
                "jane%252540shop.example",
                "a@b%40shop.example",
                "jane@shop.example@"
            })
    void validate_emailInAnyIdentifier_isCaught(String text) {
        assertThat(brokenDedupeId(text)).containsExactly("EMAIL_ADDRESS");
        assertThat(brokenUser(user -> user.clientId(text))).containsExactly("user_data.client_id EMAIL_ADDRESS");
        assertThat(brokenUser(user -> user.clientUserAgent("Bot/1.0 (" + text + ")")))
                .containsExactly("user_data.client_user_agent EMAIL_ADDRESS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@",
                "a@",
                "@shop.example",
                " @shop.example",
                "jane@localhost",
                "jane@shop",
                "jane@.example",
                "jane@shop.",
                "jane@shop.e",
                "jane@shop..example",
                "jane@shop.e1",
                "jane@192.0.2.7",
                "lib@1.2.3",
                "@scope/lib@1.2.3-4",
                "app@2.0.x86",
                "jane@shop,example",
                "jane@shop example.com",
                "100%40",
                "a%4shop.example",
                "50% 40 shop.example",
                "%40shop.example",
                "jane@-.example"
            })
    void validate_atSignWithoutAnEmail_passes(String text) {
        assertThat(brokenDedupeId(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/450.0.0.38.108;FBBV/564431005]",
                "Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B Build/UP1A.231005.007)",
                "Mozilla/5.0 (Linux; Android 10; K) @ 100%"
            })
    void validate_userAgent_passes(String userAgent) {
        assertThat(brokenUser(user -> user.clientUserAgent(userAgent))).isEmpty();
    }

    // ---- telephone numbers
    // -------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+14155552671",
                "+12345678",
                "+123456789012345",
                "+1 415 555 2671",
                "+1 (415) 555-2671",
                "+1.415.555.2671",
                "+49 170 1234567",
                "+49 (0) 170 / 1234567",
                "+49\u00a0170\u00a01234567",
                "+49-170-1234567",
                "tel:+4917012345678",
                "phone=+4917012345678&x=1",
                "id-7|+4917012345678",
                " +4917012345678 ",
                "lead_+4917012345678_1",
                "+4917012345678 20240512",
                "%2B4917012345678",
                "%2b49 170 1234567",
                "x +1234 +4917012345678",
                "(415) 555-2671",
                "(415)555-2671",
                "415-555-2671",
                "415.555.2671",
                "415 555 2671",
                "415\u00a0555\u00a02671",
                "1-415-555-2671",
                "1 (415) 555-2671",
                "0170 1234567",
                "030 1234567",
                "(030) 1234567",
                "0170/1234567",
                "020 7946 0958",
                "06 12 34 56 78",
                "0049 170 1234567",
                "0049 30 123456",
                "0170 1920 2026",
                "04321/192026"
            })
    void validate_phoneInAnIdentifier_isCaught(String text) {
        assertThat(brokenDedupeId(text)).containsExactly("PHONE_NUMBER");
        assertThat(brokenUser(user -> user.clientId(text))).containsExactly("user_data.client_id PHONE_NUMBER");
        assertThat(brokenUser(user -> user.alart(text))).containsExactly("user_data.alart PHONE_NUMBER");
        assertThat(brokenUser(user -> user.aleid(text))).containsExactly("user_data.aleid PHONE_NUMBER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4155552671",
                "14155552671",
                "004917012345678",
                "01701234567",
                "+1234567",
                "+1234567890123456",
                "+0170123456",
                "+1 234",
                "1741784485+1234567890",
                "abc+1234567890",
                "+1234567890abc",
                "+1234567890==",
                "abc/+1234567890/x",
                "%2B1234567890%3D%3D",
                "2024-05-12-000123",
                "2024-05-12T10:00:00+02:00",
                "1234567890.1741784485",
                "123-456-7890",
                "415-055-2671",
                "4155-552-671",
                "402-1234567-1234567",
                "1234 5678 9012",
                "0001-0002-0003",
                "0.1741784485",
                "10.0.0.1",
                "0 1 2",
                "0/1/23456789",
                "0001/2026",
                "0012/2026",
                "0123/2026",
                "00001/2026",
                "01 12 2026",
                "000 1234567",
                "0012 34567",
                "1+1=2",
                "+",
                "%2B",
                "-.-"
            })
    void validate_digitsThatAreNoPhone_pass(String text) {
        assertThat(brokenDedupeId(text)).isEmpty();
    }

    @Test
    void validate_phoneInTheUserAgent_passes() {
        assertThat(brokenUser(user -> user.clientUserAgent("Agent 415-555-2671 +14155552671")))
                .isEmpty();
    }

    // ---- hashes
    // ------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "5F4DCC3B5AA765D61D8327DEB882CF99",
                "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8",
                "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
                "5E884898DA28047151D0E56F8DC6292773603D0D6AABBDD62A11EF721D1542D8",
                "0af7651916cd93dd8448eb211c80319c",
                "0af7651916cd03dd8448eb211c80319c",
                "0af7651916cd43ddc448eb211c80319c",
                "0af7651916cd43dd7448eb211c80319c",
                "sha256:5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
                "SHA-256=5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
                "sha1-5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
                "SHA-1 5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
                "md5_5f4dcc3b5aa765d61d8327deb882cf99",
                "MD-5:5f4dcc3b5aa765d61d8327deb882cf99"
            })
    void validate_hashInAnIdentifier_isCaught(String text) {
        assertThat(brokenDedupeId(text)).containsExactly("HASHED_PERSONAL_DATA");
        assertThat(brokenUser(user -> user.clientId(text))).containsExactly("user_data.client_id HASHED_PERSONAL_DATA");
        assertThat(brokenUser(user -> user.alart(text))).containsExactly("user_data.alart HASHED_PERSONAL_DATA");
        assertThat(brokenUser(user -> user.aleid(text))).containsExactly("user_data.aleid HASHED_PERSONAL_DATA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000000000000000000000",
                "ffffffffffffffffffffffffffffffff",
                "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
                "0af7651916cd13dd8448eb211c80319c",
                "0af7651916cd83ddb448eb211c80319c",
                "0AF7651916CD43DDA448EB211C80319C",
                "12345678901234567890123456789012",
                "1234567890123456789012345678901234567890",
                "5f4dcc3b5aa765d61d8327deb882cf9",
                "5f4dcc3b5aa765d61d8327deb882cf990",
                "5f4dcc3b5aa765d61d8327deb882cf9g",
                "507f1f77bcf86cd799439011",
                "00-0af7651916cd93dd8448eb211c80319c-b7ad6b7169203331-01",
                "md5:0af7651916cd43dd8448eb211c80319c",
                "md6:5f4dcc3b5aa765d61d8327deb882cf99",
                "sha1x5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8",
                "sha1:5baa61e4c9b93f3f0682250b6cf8331b7ee68fdg",
                "sess-5f4dcc3b5aa765d61d8327deb882cf9"
            })
    void validate_hexThatIsNoHash_passes(String text) {
        assertThat(brokenDedupeId(text)).isEmpty();
    }
}

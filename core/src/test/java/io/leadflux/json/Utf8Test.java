package io.leadflux.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "bf",
                "c080",
                "c1bf",
                "c2",
                "c241",
                "df",
                "e08080",
                "e09fbf",
                "e0a0",
                "e1",
                "e180",
                "e18041",
                "eda080",
                "edbfbf",
                "f0808080",
                "f08fbfbf",
                "f090808080",
                "f0",
                "f090",
                "f09080",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "f8888080",
                "c3c3"
            })
    void firstMalformed_badSequence_isFoundWhereItBegins(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        int inside = hex.equals("f090808080") ? 4 : 0;
        for (int before = 0; before < 20; before++) {
            for (int behind = 0; behind < 12; behind++) {
                byte[] bytes = framed(bad, before, behind);

                assertThat(Utf8.firstMalformed(bytes, 0, bytes.length)).isEqualTo(before + inside);
            }
        }
    }

    private static byte[] framed(byte[] middle, int before, int behind) {
        ByteBuffer bytes = ByteBuffer.allocate(before + middle.length + behind);
        bytes.put("a".repeat(before).getBytes(StandardCharsets.US_ASCII));
        bytes.put(middle);
        bytes.put("z".repeat(behind).getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }

    @Test
    void firstMalformed_everyCodePoint_isTakenExceptSurrogates() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
                if (Utf8.firstMalformed(bytes, 0, bytes.length) != -1) {
                    assertThat(codePoint).as("code point refused").isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void firstMalformed_randomBytes_agreesWithTheJdk() {
        long seed = 911;
        Random random = new Random(seed);
        int[] palette = {
            'a', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5
        };
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(14)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) palette[random.nextInt(palette.length)];
            }

            assertThat(Utf8.firstMalformed(bytes, 0, bytes.length))
                    .as("seed %d, round %d", seed, i)
                    .isEqualTo(firstMalformedOfJdk(bytes));
        }
    }

    private static int firstMalformedOfJdk(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(in, CharBuffer.allocate(bytes.length + 1), true);
        return result.isError() ? in.position() : -1;
    }

    @Test
    void lineBreaks_everyKind_countOnce() {
        byte[] bytes = "a\nb\r\nc\rd\n\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(Utf8.lineBreaks(bytes, 0, bytes.length)).isEqualTo(5);
        assertThat(Utf8.hasLineBreak(bytes, 0, bytes.length)).isTrue();
        assertThat(Utf8.hasLineBreak(bytes, 2, 3)).isFalse();
    }

    @Test
    void hasLineBreak_atAnyPosition_isFound() {
        for (int length = 1; length < 30; length++) {
            for (int at = 0; at < length; at++) {
                for (String mark : new String[] {"\n", "\r"}) {
                    byte[] bytes = ("\u000b".repeat(at) + mark + "\u000c".repeat(length - at - 1))
                            .getBytes(StandardCharsets.US_ASCII);

                    assertThat(Utf8.hasLineBreak(bytes, 0, length)).isTrue();
                    assertThat(Utf8.hasLineBreak(bytes, 0, at)).isFalse();
                    assertThat(Utf8.hasLineBreak(bytes, at + 1, length)).isFalse();
                }
            }
        }
    }
}

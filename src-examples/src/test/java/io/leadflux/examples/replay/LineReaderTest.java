package io.leadflux.examples.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void next_lineLongerThanTheLimit_isReportedAndReadingGoesOn() throws IOException {
        assertThat(lines("ab\n" + "x".repeat(11) + "\ncd\n", 10)).containsExactly("1:ab", "2:too long", "3:cd");
    }

    @Test
    void next_lineLongerThanTheBuffer_isReportedAndReadingGoesOn() throws IOException {
        assertThat(lines("x".repeat(1_000_000) + "\r\ncd", 10)).containsExactly("1:too long", "2:cd");
    }

    @Test
    void next_lineLongerThanTheLimitAtTheEnd_isReported() throws IOException {
        assertThat(lines("x".repeat(11), 10)).containsExactly("1:too long");
    }

    @Test
    void next_lineOfTheLimit_isReturnedWithEitherEnd() throws IOException {
        String ten = "x".repeat(10);

        assertThat(lines(ten + "\n" + ten + "\r\n" + ten, 10)).containsExactly("1:" + ten, "2:" + ten, "3:" + ten);
    }

    @Test
    void next_lineAcrossBuffers_isReturnedWhole() throws IOException {
        String first = "a".repeat(65_000);
        String second = "b".repeat(60_000);

        assertThat(lines(first + "\n" + second + "\n", 70_000)).containsExactly("1:" + first, "2:" + second);
    }

    @Test
    void next_blankLines_areCountedAndSkipped() throws IOException {
        assertThat(lines("\n \t\r\nab\n\n\ncd\n\n", 10)).containsExactly("3:ab", "6:cd");
    }

    @Test
    void next_byteOrderMark_isSkippedOnTheFirstLineOnly() throws IOException {
        assertThat(lines("\ufeffab\n\ufeffcd", 10)).containsExactly("1:ab", "2:\ufeffcd");
    }

    @Test
    void next_nothing_isTheEnd() throws IOException {
        assertThat(lines("", 10)).isEmpty();
    }

    @Test
    void next_inputThatFails_fails() {
        LineReader reader = LineReader.of(new FailingInput("gone"));

        assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessage("gone");
    }

    private static List<String> lines(String text, int maxLineBytes) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), maxLineBytes)) {
            for (InputLine line = reader.next(); line != null; line = reader.next()) {
                lines.add(line.number() + ":" + (line.isTooLong() ? "too long" : new String(line.bytes(), UTF_8)));
            }
        }
        return lines;
    }
}

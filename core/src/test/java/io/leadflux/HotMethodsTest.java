package io.leadflux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * HotSpot never inlines a method of more than 325 bytes of bytecode (its {@code FreqInlineSize}). The methods here rely
 * on that, see docs/RATIONALE.md.
 */
class HotMethodsTest {

    private static final int LARGEST_INLINED = 325;
    private static final Pattern INSTRUCTION = Pattern.compile("(?m)^ *(\\d+): [a-z]");

    @ParameterizedTest
    @CsvSource({
        "io.leadflux.event.TextScan, int of(io.leadflux.event.ServerEvent);",
        "io.leadflux.json.EventEncoder, 'void encode(io.leadflux.event.ServerEvent, io.leadflux.json.Utf8Buffer);'",
        "io.leadflux.json.JsonStrings, 'void writeEscaped(java.lang.String, int, io.leadflux.json.Utf8Buffer);'",
    })
    void method_onTheWayOfEveryEvent_isTooLargeToBeInlined(String type, String method) {
        assertThat(lastInstruction(type, method)).isGreaterThan(LARGEST_INLINED);
    }

    private static int lastInstruction(String type, String method) {
        String code = disassembled(type);
        int start = code.indexOf(method);
        assertThat(start).as(code).isNotNegative();
        int end = code.indexOf("\n\n", start);
        return INSTRUCTION
                .matcher(code.substring(start, end))
                .results()
                .map(MatchResult::group)
                .mapToInt(line ->
                        Integer.parseInt(line.substring(0, line.indexOf(':')).strip()))
                .max()
                .orElseThrow();
    }

    private static String disassembled(String type) {
        StringWriter code = new StringWriter();
        PrintWriter out = new PrintWriter(code);
        String classes = System.getProperty("java.class.path");
        ToolProvider.findFirst("javap").orElseThrow().run(out, out, "-c", "-p", "-cp", classes, type);
        return code.toString();
    }
}

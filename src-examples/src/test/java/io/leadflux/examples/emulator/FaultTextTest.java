package io.leadflux.examples.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leadflux.reactor.emulator.Response;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class FaultTextTest {

    private final FaultText text = new FaultText();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                            | a fault or a setting is missing
            reset;                        | a fault or a setting is missing
            status=503,,rate=0.1          | a fault or a setting is missing
            =503                          | '' is not a fault; faults are status, process-then-status, reset, process-then-reset, silence, process-then-silence, delay, reject
            Status=503                    | 'Status' is not a fault; faults are status, process-then-status, reset, process-then-reset, silence, process-then-silence, delay, reject
            rate=0.1                      | 'rate' is not a fault; faults are status, process-then-status, reset, process-then-reset, silence, process-then-silence, delay, reject
            status                        | 'status' must be from 200 to 599
            status=199                    | 'status=199' must be from 200 to 599
            status=600                    | 'status=600' must be from 200 to 599
            process-then-status=5xx       | 'process-then-status=5xx' must be from 200 to 599
            reset=0                       | 'reset=0' must be a decimal above 0 and at most 1, such as 0.05
            reset=1.01                    | 'reset=1.01' must be a decimal above 0 and at most 1, such as 0.05
            reset=                        | 'reset=' must be a decimal above 0 and at most 1, such as 0.05
            reset=5%                      | 'reset=5%' must be a decimal above 0 and at most 1, such as 0.05
            silence=-0.1                  | 'silence=-0.1' must be a decimal above 0 and at most 1, such as 0.05
            status=503,rate               | 'rate' must be a decimal above 0 and at most 1, such as 0.05
            status=503,rate=0.1,rate=0.2  | 'rate' is given twice in 'status=503,rate=0.1,rate=0.2'
            reset=0.1,rate=0.1            | 'reset' has its rate twice
            reset,retry-after=2           | 'reset' takes no 'retry-after'
            silence,delay=2s              | 'silence' takes no 'delay'
            process-then-silence,delay=2s | 'process-then-silence' takes no 'delay'
            delay=20                      | 'delay=20' must be a time such as 20ms or 2s
            delay=20ms,retry-after=1      | 'delay' takes no 'retry-after'
            status=503,reset=0.1          | 'status' takes no 'reset'
            status=429,retry-after=soon   | 'retry-after=soon' must be from 0 to 86400 seconds
            status=429,retry-after=86401  | 'retry-after=86401' must be from 0 to 86400 seconds
            reject                        | 'reject' must be a decimal above 0 and at most 1, such as 0.05
            reject=0.1,rate=0.1           | 'reject' takes no further settings
            reject=0.1;reject=0.2         | 'reject' is given twice
            status=503;reset=0.05         | the rates add up to 1.05, but a request meets at most one fault
            """)
    void convert_malformed_isRefused(String faults, String sentence) {
        assertThatExceptionOfType(TypeConversionException.class)
                .isThrownBy(() -> text.convert(faults))
                .withMessage(sentence);
    }

    @Test
    void convert_endingWithoutRate_appliesToEveryRequest() {
        assertThat(text.convert("process-then-reset").list())
                .singleElement()
                .satisfies(fault -> assertThat(fault.rate()).isEqualByComparingTo("1"));
    }

    @Test
    void convert_severalWithWhiteSpace_keepsTheirOrderAndSettings() {
        Faults faults = text.convert(
                " status = 503 , rate=0.1, retry-after=2, delay=20ms; reset=0.05 ;process-then-silence=0.25; reject=0.001");

        assertThat(faults.list())
                .extracting(RandomFault::rate)
                .containsExactly(new BigDecimal("0.1"), new BigDecimal("0.05"), new BigDecimal("0.25"));
        assertThat(faults.list())
                .extracting(fault -> fault.response().toString())
                .containsExactly(
                        Response.status(503).withDelay(Duration.ofMillis(20)).toString(),
                        Response.reset().toString(),
                        Response.processThenSilence().toString());
        assertThat(faults.rejected()).isEqualByComparingTo("0.001");
    }

    @Test
    void convert_ratesOfExactlyOne_areAccepted() {
        assertThat(text.convert("status=503,rate=0.9;reset=0.1").list()).hasSize(2);
    }
}

package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.Outcome;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LossCountsTest {

    private final LossCounts counts = new LossCounts();

    private static Violation violation(String field, Rule rule) {
        return new Violation(field, rule, "message with SECRET");
    }

    @Test
    void take_nothingCounted_isNull() {
        assertThat(counts.isEmpty()).isTrue();
        assertThat(counts.take()).isNull();
    }

    @Test
    void take_everyKind_namesOutcomesAndRulesWithTheirCounts() {
        counts.add(Outcome.EXPIRED, 100);
        counts.add(Outcome.EXPIRED, 64);
        counts.add(Outcome.OVERFLOW, 1);
        counts.addInvalid(List.of(violation("SECRET", Rule.EMAIL_ADDRESS), violation("name", Rule.NAME_REQUIRED)));
        counts.addInvalid(List.of(violation("SECRET", Rule.EMAIL_ADDRESS)));
        counts.addDeadLetter();

        assertThat(counts.isEmpty()).isFalse();
        assertThat(counts.take())
                .isEqualTo("events not accepted: 2 INVALID (1 NAME_REQUIRED, 2 EMAIL_ADDRESS), 164 EXPIRED, 1 OVERFLOW;"
                        + " dead letters lost: 1");
    }

    @Test
    void take_ruleBrokenInSeveralFields_countsTheEventOnce() {
        counts.addInvalid(List.of(
                violation("user_data.client_id", Rule.EMAIL_ADDRESS),
                violation("user_data.alart", Rule.EMAIL_ADDRESS)));

        assertThat(counts.take()).isEqualTo("events not accepted: 1 INVALID (1 EMAIL_ADDRESS)");
    }

    @Test
    void take_deadLettersAlone_namesThemAlone() {
        counts.addDeadLetter();
        counts.addDeadLetter();

        assertThat(counts.isEmpty()).isFalse();
        assertThat(counts.take()).isEqualTo("dead letters lost: 2");
    }

    @Test
    void take_twice_beginsAgainFromZero() {
        counts.add(Outcome.CLOSED, 3);
        counts.take();

        assertThat(counts.isEmpty()).isTrue();
        counts.add(Outcome.CLOSED, 1);
        assertThat(counts.take()).isEqualTo("events not accepted: 1 CLOSED");
    }

    @Test
    void take_whileOthersCount_missesNone() {
        Queue<String> taken = new ConcurrentLinkedQueue<>();

        IntStream.range(0, 20_000).parallel().forEach(i -> {
            counts.add(Outcome.REJECTED, 1);
            if (i % 100 == 0) {
                String text = counts.take();
                taken.add(text == null ? "events not accepted: 0 REJECTED" : text);
            }
        });
        String last = counts.take();
        taken.add(last == null ? "events not accepted: 0 REJECTED" : last);

        assertThat(taken.stream()
                        .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")))
                        .sum())
                .isEqualTo(20_000);
    }
}

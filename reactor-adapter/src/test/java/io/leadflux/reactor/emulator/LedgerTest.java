package io.leadflux.reactor.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.event.EventName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final EnvelopeParser parser = new EnvelopeParser(new EventRules(EventRules.DEFAULT_FUTURE_TOLERANCE, true));

    @Test
    void builder_badValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ledger.builder().recentEvents(-1))
                .withMessage("recentEvents must be from 0 to 10000000, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ledger.builder().recentBodies(-2))
                .withMessage("recentBodies must be from 0 to 10000000, not -2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ledger.builder().maxIds(0))
                .withMessage("maxIds must be from 1 to 100000000, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ledger.builder().mergeWindow(Duration.ofMillis(-1)))
                .withMessage("mergeWindow must be from PT0S to PT8760H, not PT-0.001S");
    }

    @Test
    void accept_sameIdInOneBatch() {
        Ledger ledger = Ledger.create();

        accept(ledger, Wire.envelope(Wire.withId(Wire.LEAD, "a"), Wire.withId(Wire.LEAD, "a")));

        assertThat(ledger.accepted()).isEqualTo(1);
        assertThat(ledger.merged()).isEqualTo(1);
        assertThat(ledger.acceptances("a")).isEqualTo(1);
    }

    @Test
    void accept_idSharedByTwoNames() {
        Ledger ledger = Ledger.create();

        accept(ledger, Wire.envelope(Wire.withId(Wire.PAGE_VIEW, "a"), Wire.withId(Wire.LEAD, "a")));

        assertThat(ledger.accepted(EventName.PAGE_VIEW)).isEqualTo(1);
        assertThat(ledger.accepted(EventName.GENERATE_LEAD)).isZero();
        assertThat(ledger.merged()).isEqualTo(1);
    }

    @Test
    void accept_withoutId() {
        Ledger ledger = Ledger.create();

        accept(ledger, Wire.repeated(Wire.LEAD, 3));

        assertThat(ledger.accepted()).isEqualTo(3);
        assertThat(ledger.withoutId()).isEqualTo(3);
        assertThat(ledger.unique()).isZero();
    }

    @Test
    void accept_moreIdsThanAreKept() {
        Ledger ledger = Ledger.builder().maxIds(1).build();

        accept(ledger, Wire.envelope(Wire.withId(Wire.LEAD, "a"), Wire.withId(Wire.LEAD, "b")));

        assertThat(ledger.accepted()).isEqualTo(2);
        assertThat(ledger.unique()).isEqualTo(1);
        assertThat(ledger.idsNotKept()).isEqualTo(1);
        assertThat(ledger.contains("b")).isFalse();
    }

    @Test
    void recentEvents_boundedByNumber() {
        Ledger ledger = Ledger.builder().recentEvents(2).build();

        for (String id : new String[] {"a", "b", "c"}) {
            accept(ledger, Wire.envelope(Wire.withId(Wire.LEAD, id)));
        }

        assertThat(ledger.recentEvents()).map(ReceivedEvent::dedupeId).containsExactly("b", "c");
        assertThat(ledger.recentEvents().get(1).json()).isEqualTo(Wire.withId(Wire.LEAD, "c"));
        assertThat(ledger.accepted()).isEqualTo(3);
    }

    @Test
    void recentEvents_boundedByBytes() {
        Ledger ledger = Ledger.create();
        String huge = Wire.PAGE_VIEW.replace("chrome", "c".repeat(7 << 20));

        for (int i = 0; i < 6; i++) {
            accept(ledger, Wire.envelope(Wire.withId(huge, "id-" + i)));
        }

        assertThat(ledger.recentEvents()).map(ReceivedEvent::dedupeId).containsExactly("id-2", "id-3", "id-4", "id-5");
    }

    @Test
    void recentEvents_none() {
        Ledger ledger = Ledger.builder().recentEvents(0).build();

        accept(ledger, Wire.envelope(Wire.LEAD));

        assertThat(ledger.recentEvents()).isEmpty();
    }

    @Test
    void toString_holdsNoPersonalValue() {
        Ledger ledger = Ledger.create();

        accept(ledger, Wire.envelope(Wire.withId(Wire.LEAD, "a")));

        assertThat(ledger.recentEvents().toString() + ledger)
                .contains("generate_lead", "dedupe_id=a")
                .doesNotContain("172.59", "12345", "chrome", "identifier", "aleid");
    }

    @Test
    void toJson_everyFigure() {
        Ledger ledger = Ledger.create();
        accept(ledger, Wire.envelope(Wire.withId(Wire.LEAD, "a"), Wire.withId(Wire.LEAD, "a"), Wire.PAGE_VIEW));
        ledger.reject(4, Rejection.badRequest("CODE", "message"));
        ledger.countResponse(200);
        ledger.countResponse(400);
        ledger.countResponse(200);
        ledger.countUnanswered();

        assertThat(ledger.toJson())
                .isEqualTo(
                        "{\"posts\":{\"200\":2,\"400\":1},\"unanswered\":1,\"received\":7,\"accepted\":2,\"merged\":1,"
                                + "\"refused\":4,\"page_view\":1,\"generate_lead\":1,\"unique\":1,\"without_id\":1}");
    }

    private void accept(Ledger ledger, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ParsedBatch batch = parser.parse(bytes, bytes.length, Wire.NOW, true);
        assertThat(batch.rejection()).isNull();
        ledger.accept(batch, bytes, Wire.NOW);
    }
}

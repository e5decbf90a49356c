package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.reactor.delivery.EventSender;
import io.leadflux.reactor.delivery.SendResult;
import io.leadflux.reactor.wire.Audit.Findings;
import io.leadflux.reactor.wire.Fault.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real client, real sockets, every fault: what the endpoint counted is what the results say. */
class LedgerAgreementTest {

    @Test
    void send_everyKindOfFault_losesNothingAndFlagsWhatMayBeDoubled() {
        run("send", 25_000, 20, 7, Traffic::throughFlux);
    }

    @Test
    void sink_everyKindOfFaultFromManyThreads_losesNothingAndFlagsWhatMayBeDoubled() {
        run("sink", 25_000, 20, 8, Traffic::throughSink);
    }

    @Test
    void send_endpointKilledAndStartedAgain_losesNothing() {
        try (Rig rig = new Rig(() -> Fault.NONE)) {
            Traffic traffic = new Traffic(rig, 10_000, 20);
            traffic.throughFlux(Traffic.killing(rig, 3_000, 6_000));
            Findings findings = traffic.findings();
            findings.assertHonest("killed twice");
            assertThat(findings.accepted).isEqualTo(10_000);
            assertThat(traffic.stats().retries()).isPositive();
        }
    }

    @Test
    @Tag("soak")
    void send_aMillionEventsAndAKilledEndpoint_losesNothing() {
        run(
                "soak, send",
                1_000_000,
                50,
                System.nanoTime(),
                traffic -> traffic.throughFlux(Traffic.killing(traffic.rig, 300_000, 600_000, 900_000)));
    }

    @Test
    @Tag("soak")
    void sink_aMillionEvents_losesNothing() {
        run("soak, sink", 1_000_000, 50, System.nanoTime(), Traffic::throughSink);
    }

    /** The proof of the proof: what an audit is for, it finds. */
    @Test
    void audit_senderThatHidesItsDoubt_isCaught() {
        try (Rig rig = new Rig(FaultPlan.mixed(9, 0.3, 7_000))) {
            EventSender hiding = (batch, key) -> rig.sender
                    .send(batch, key)
                    .map(result ->
                            result.fateUnknown() ? SendResult.notSent(new IllegalStateException("hidden")) : result);
            Traffic traffic = new Traffic(rig, rig.client(hiding, 20).build(), 2_000);
            traffic.throughFlux();
            assertThat(traffic.findings().doubledUnflagged).isPositive();
        }
    }

    private interface Door {
        void pour(Traffic traffic);
    }

    private static void run(String what, int events, int maxEvents, long seed, Door door) {
        long begun = System.nanoTime();
        try (Rig rig = new Rig(FaultPlan.mixed(seed, 0.2, maxEvents * 350))) {
            Traffic traffic = new Traffic(rig, events, maxEvents);
            door.pour(traffic);
            Findings findings = traffic.findings();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            System.out.printf(
                    "%s, seed %d: %s in %s; %s; %d connections; %s%n",
                    what, seed, findings, took, rig.proxy.struck(), rig.proxy.connections(), traffic.stats());
            findings.assertHonest(what + ", seed " + seed);
            assertThat(findings.accepted).as("seed %d", seed).isEqualTo(events);
            for (Kind kind : Kind.values()) {
                assertThat(rig.proxy.struck().get(kind))
                        .as("%s, seed %d", kind, seed)
                        .isPositive();
            }
        }
    }
}

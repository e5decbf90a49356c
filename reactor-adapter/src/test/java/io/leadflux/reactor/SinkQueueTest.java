package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.util.RaceTestUtils;

class SinkQueueTest {

    private static final long PLENTY = 1 << 20;

    private final List<SinkEntry> dropped = new ArrayList<>();

    private static SinkEntry view(int n) {
        return SinkEntry.of(Events.valid(n), 0, SinkEntry.NOT_AWAITED);
    }

    private static SinkEntry lead(int n) {
        return SinkEntry.of(Events.lead(n), 0, SinkEntry.NOT_AWAITED);
    }

    private static SinkEntry sized(int bytes) {
        SinkEntry probe = SinkEntry.of(Events.valid(1).withDedupeId(""), 0, SinkEntry.NOT_AWAITED);
        return SinkEntry.of(Events.valid(1).withDedupeId("x".repeat(bytes - probe.bytes())), 0, SinkEntry.NOT_AWAITED);
    }

    private EmitResult offer(SinkQueue queue, SinkEntry entry) {
        return queue.offer(entry, dropped::add);
    }

    private static List<SinkEntry> drain(SinkQueue queue) {
        List<SinkEntry> entries = new ArrayList<>();
        for (SinkEntry entry = queue.poll(); entry != null; entry = queue.poll()) {
            entries.add(entry);
        }
        queue.release();
        return entries;
    }

    // Bytes

    private static int bytesOf(UnaryOperator<UserData.Builder> change) {
        UserData user = Objects.requireNonNull(Events.valid(1).userData());
        ServerEvent event = Events.valid(1).toBuilder()
                .userData(change.apply(user.toBuilder()).build())
                .build();
        return SinkEntry.of(event, 0, SinkEntry.NOT_AWAITED).bytes();
    }

    @Test
    void bytes_textBeyondLatin1_takesTwoForEachOfItsCharacters() {
        int empty = bytesOf(user -> user.clientUserAgent(""));

        assertThat(bytesOf(user -> user.clientUserAgent("x".repeat(500)))).isEqualTo(empty + 500);
        assertThat(bytesOf(user -> user.clientUserAgent("\u00ff".repeat(500)))).isEqualTo(empty + 500);
        assertThat(bytesOf(user -> user.clientUserAgent("x".repeat(499) + '\u0100')))
                .isEqualTo(empty + 1_000);
        assertThat(bytesOf(user -> user.clientUserAgent("\u041c".repeat(500)))).isEqualTo(empty + 1_000);
    }

    @Test
    void bytes_everyTextBeyondLatin1_countsTwice() {
        ServerEvent event = ServerEvent.generateLead("\u0100", 1)
                .eventSourceUrl("\u0100")
                .dedupeId("\u0100")
                .userData(UserData.builder()
                        .clientIpAddress("\u0100")
                        .clientUserAgent("\u0100")
                        .aleid("\u0100")
                        .clientId("\u0100")
                        .alart("\u0100")
                        .userId("\u0100")
                        .build())
                .build();
        ServerEvent empty = ServerEvent.builder().build();

        assertThat(SinkEntry.of(event, 0, SinkEntry.NOT_AWAITED).bytes())
                .isEqualTo(SinkEntry.of(empty, 0, SinkEntry.NOT_AWAITED).bytes() + 2 * 9);
    }

    @Test
    void offer_textsBeyondLatin1_fillTheBytesTwiceAsSoon() {
        UserData user = Objects.requireNonNull(Events.valid(1).userData());
        SinkEntry latin = agent(user, "x");
        SinkEntry cyrillic = agent(user, "\u041c");

        assertThat(filled(latin)).isGreaterThan(3 * filled(cyrillic) / 2);
    }

    private static SinkEntry agent(UserData user, String letter) {
        UserData visitor =
                user.toBuilder().clientUserAgent(letter.repeat(2_000)).build();
        return SinkEntry.of(Events.valid(1).toBuilder().userData(visitor).build(), 0, SinkEntry.NOT_AWAITED);
    }

    private int filled(SinkEntry entry) {
        SinkQueue queue = new SinkQueue(new SinkOptions(10_000, 1 << 20, OverflowPolicy.REJECT_NEWEST));
        int taken = 0;
        while (offer(queue, entry) == EmitResult.OK) {
            taken++;
        }
        return taken;
    }

    // Full

    @Test
    void offer_fullOfEventsAndRejectingNewest_turnsAwayWhatComes() {
        SinkQueue queue = new SinkQueue(new SinkOptions(2, PLENTY, OverflowPolicy.REJECT_NEWEST));
        SinkEntry first = view(1);
        SinkEntry second = lead(2);
        assertThat(offer(queue, first)).isEqualTo(EmitResult.OK);
        assertThat(offer(queue, second)).isEqualTo(EmitResult.OK);
        assertThat(offer(queue, lead(3))).isEqualTo(EmitResult.OVERFLOW);
        assertThat(dropped).isEmpty();
        assertThat(queue.events()).isEqualTo(2);
        assertThat(drain(queue)).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void offer_capacityThatIsNoPowerOfTwo_isKeptExactly() {
        SinkQueue queue = new SinkQueue(new SinkOptions(3, PLENTY, OverflowPolicy.REJECT_NEWEST));
        for (int n = 0; n < 3; n++) {
            assertThat(offer(queue, view(n))).isEqualTo(EmitResult.OK);
        }
        assertThat(offer(queue, view(3))).isEqualTo(EmitResult.OVERFLOW);
    }

    @Test
    void offer_bytesBound_holdsWhateverTheNumberOfEvents() {
        SinkQueue queue = new SinkQueue(new SinkOptions(1_000, 2_000, OverflowPolicy.REJECT_NEWEST));
        assertThat(offer(queue, sized(1_500))).isEqualTo(EmitResult.OK);
        assertThat(offer(queue, sized(501))).isEqualTo(EmitResult.OVERFLOW);
        assertThat(queue.bytes()).isEqualTo(1_500);
        assertThat(offer(queue, sized(500))).isEqualTo(EmitResult.OK);
        assertThat(queue.bytes()).isEqualTo(2_000);
        drain(queue);
        assertThat(queue.bytes()).isZero();
        assertThat(queue.events()).isZero();
    }

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void offer_eventLargerThanTheWholeBound_pushesNothingOut(OverflowPolicy policy) {
        SinkQueue queue = new SinkQueue(new SinkOptions(10, 2_000, policy));
        assertThat(offer(queue, view(1))).isEqualTo(EmitResult.OK);
        assertThat(offer(queue, view(2))).isEqualTo(EmitResult.OK);
        SinkEntry huge = SinkEntry.of(Events.lead(3).withDedupeId("x".repeat(2_001)), 0, SinkEntry.NOT_AWAITED);
        assertThat(offer(queue, huge)).isEqualTo(EmitResult.OVERFLOW);
        assertThat(dropped).isEmpty();
        assertThat(queue.events()).isEqualTo(2);
    }

    @Test
    void offer_turnedAwayOverAndOver_doesNotTakeTheRoomOfOthers() throws InterruptedException {
        SinkQueue queue = new SinkQueue(new SinkOptions(1_000, 10_000, OverflowPolicy.PREFER_LEADS));
        offer(queue, sized(5_000));
        SinkEntry large = sized(9_000);
        AtomicBoolean over = new AtomicBoolean();
        Thread greedy = new Thread(() -> {
            while (!over.get()) {
                queue.offer(large, entry -> {});
            }
        });
        greedy.start();
        int turnedAway = 0;
        SinkEntry lead = lead(1);
        for (int i = 0; i < 100_000; i++) {
            if (offer(queue, lead) == EmitResult.OK) {
                assertThat(queue.poll()).isSameAs(lead);
                queue.release();
            } else {
                turnedAway++;
            }
        }
        over.set(true);
        greedy.join();
        assertThat(turnedAway).isZero();
        assertThat(dropped).isEmpty();
    }

    // Who makes way

    @Test
    void offer_fullAndDroppingOldest_dropsTheOldestView() {
        SinkQueue queue = new SinkQueue(new SinkOptions(3, PLENTY, OverflowPolicy.DROP_OLDEST));
        SinkEntry lead = lead(1);
        SinkEntry oldest = view(2);
        SinkEntry younger = view(3);
        SinkEntry newest = view(4);
        offer(queue, lead);
        offer(queue, oldest);
        offer(queue, younger);
        assertThat(offer(queue, newest)).isEqualTo(EmitResult.OK);
        assertThat(dropped).containsExactly(oldest);
        assertThat(drain(queue)).containsExactly(lead, younger, newest);
    }

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void offer_viewIntoAQueueFullOfLeads_pushesNoneOut(OverflowPolicy policy) {
        SinkQueue queue = new SinkQueue(new SinkOptions(2, PLENTY, policy));
        offer(queue, lead(1));
        offer(queue, lead(2));
        assertThat(offer(queue, view(3))).isEqualTo(EmitResult.OVERFLOW);
        assertThat(dropped).isEmpty();
        assertThat(drain(queue)).hasSize(2).allMatch(SinkEntry::isLead);
    }

    @Test
    void offer_leadIntoAQueueFullOfLeadsAndDroppingOldest_dropsTheOldestLead() {
        SinkQueue queue = new SinkQueue(new SinkOptions(2, PLENTY, OverflowPolicy.DROP_OLDEST));
        SinkEntry oldest = lead(1);
        offer(queue, oldest);
        offer(queue, lead(2));
        assertThat(offer(queue, lead(3))).isEqualTo(EmitResult.OK);
        assertThat(dropped).containsExactly(oldest);
    }

    @Test
    void offer_fullAndPreferringLeads_makesWayForLeadsOnly() {
        SinkQueue queue = new SinkQueue(new SinkOptions(2, PLENTY, OverflowPolicy.PREFER_LEADS));
        SinkEntry oldest = view(1);
        offer(queue, oldest);
        offer(queue, view(2));
        assertThat(offer(queue, view(3))).isEqualTo(EmitResult.OVERFLOW);
        assertThat(dropped).isEmpty();
        assertThat(offer(queue, lead(4))).isEqualTo(EmitResult.OK);
        assertThat(dropped).containsExactly(oldest);
        assertThat(offer(queue, lead(5))).isEqualTo(EmitResult.OK);
        assertThat(offer(queue, lead(6))).isEqualTo(EmitResult.OVERFLOW);
        assertThat(drain(queue)).hasSize(2).allMatch(SinkEntry::isLead);
    }

    @Test
    void offer_largeLead_dropsAsManyViewsAsItNeeds() {
        SinkQueue queue = new SinkQueue(new SinkOptions(100, 2_000, OverflowPolicy.PREFER_LEADS));
        for (int i = 0; i < 4; i++) {
            offer(queue, sized(500));
        }
        SinkEntry lead = SinkEntry.of(Events.lead(1).withDedupeId("x".repeat(400)), 0, SinkEntry.NOT_AWAITED);
        assertThat(lead.bytes()).isBetween(501, 1_000);
        assertThat(offer(queue, lead)).isEqualTo(EmitResult.OK);
        assertThat(dropped).hasSize(2);
        assertThat(queue.bytes()).isEqualTo(1_000 + lead.bytes());
    }

    // Closed

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void offer_closed_isTurnedAwayAndWhatIsQueuedStays(OverflowPolicy policy) {
        SinkQueue queue = new SinkQueue(new SinkOptions(2, PLENTY, policy));
        SinkEntry queued = view(1);
        offer(queue, queued);
        queue.close();
        queue.close();
        assertThat(queue.isClosed()).isTrue();
        assertThat(offer(queue, lead(2))).isEqualTo(EmitResult.CLOSED);
        assertThat(queue.events()).isEqualTo(1);
        assertThat(drain(queue)).containsExactly(queued);
        assertThat(queue.events()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    // Runs

    @Test
    void poll_beforeRelease_keepsTheRoom() {
        SinkQueue queue = new SinkQueue(new SinkOptions(2, PLENTY, OverflowPolicy.REJECT_NEWEST));
        offer(queue, view(1));
        offer(queue, view(2));
        queue.poll();
        queue.poll();
        assertThat(offer(queue, view(3))).isEqualTo(EmitResult.OVERFLOW);
        queue.release();
        assertThat(queue.events()).isZero();
        assertThat(offer(queue, view(3))).isEqualTo(EmitResult.OK);
    }

    @Test
    void shouldWake_enoughEventsOrHalfOfEitherBound_isTrue() {
        SinkQueue queue = new SinkQueue(new SinkOptions(10, 10_000, OverflowPolicy.REJECT_NEWEST));
        offer(queue, view(1));
        assertThat(queue.shouldWake(1)).isTrue();
        assertThat(queue.shouldWake(2)).isFalse();
        offer(queue, sized(6_000));
        assertThat(queue.shouldWake(100)).isTrue();
        drain(queue);
        assertThat(queue.shouldWake(1)).isFalse();
        for (int n = 0; n < 5; n++) {
            offer(queue, view(n));
        }
        assertThat(queue.shouldWake(100)).isTrue();
    }

    // Many threads

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void offer_fromManyThreadsWhileDrained_accountsForEachOnce(OverflowPolicy policy) {
        SinkQueue queue = new SinkQueue(new SinkOptions(16, PLENTY, policy));
        int perThread = 50_000;
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger turnedAway = new AtomicInteger();
        AtomicInteger pushedOut = new AtomicInteger();
        AtomicInteger polled = new AtomicInteger();
        AtomicInteger producing = new AtomicInteger(3);
        SinkEntry view = view(1);
        SinkEntry lead = lead(1);
        Runnable producer = () -> {
            for (int i = 0; i < perThread; i++) {
                EmitResult result = queue.offer(i % 3 == 0 ? lead : view, entry -> pushedOut.incrementAndGet());
                (result == EmitResult.OK ? taken : turnedAway).incrementAndGet();
            }
            producing.decrementAndGet();
        };
        Runnable consumer = () -> {
            while (producing.get() > 0 || !queue.isEmpty()) {
                if (queue.poll() != null) {
                    polled.incrementAndGet();
                }
                if (polled.get() % 5 == 0) {
                    queue.release();
                }
            }
        };
        RaceTestUtils.race(producer, producer, producer, consumer);
        assertThat(taken.get() + turnedAway.get()).isEqualTo(3 * perThread);
        assertThat(polled.get() + pushedOut.get()).isEqualTo(taken.get());
        queue.release();
        assertThat(queue.events()).isZero();
        assertThat(queue.bytes()).isZero();
    }
}

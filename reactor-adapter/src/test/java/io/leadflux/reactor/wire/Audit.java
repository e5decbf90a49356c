package io.leadflux.reactor.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.reactor.Events;
import io.leadflux.reactor.emulator.Ledger;
import java.util.Objects;

/**
 * Holds the results that a client gave for the events 0 to {@code count} of {@link Events} against the ledger of an
 * endpoint that counts every arrival.
 */
final class Audit {

    private static final byte ENDED = 1;
    private static final byte ACCEPTED = 2;
    private static final byte FLAGGED = 4;
    private static final byte UNSEEN = 8;

    private final byte[] states;
    private int endedTwice;

    Audit(int count) {
        states = new byte[count];
    }

    synchronized void note(DeliveryResult result) {
        int accepted = result.isAccepted() ? ACCEPTED : 0;
        set(result, ENDED | accepted | (result.mayBeDuplicate() ? FLAGGED : 0));
    }

    /** The event was taken by a door that gives no result but to the dead letters. */
    synchronized void taken(int number) {
        states[number] |= UNSEEN;
    }

    /** What a door without results gave to the dead letters; an overflow was told at the door, and tried again. */
    synchronized void deadLetter(DeliveryResult result) {
        if (result.outcome() != Outcome.OVERFLOW && (states[number(result)] & UNSEEN) != 0) {
            note(result);
        }
    }

    private void set(DeliveryResult result, int state) {
        int number = number(result);
        if ((states[number] & ENDED) != 0) {
            endedTwice++;
        }
        states[number] |= (byte) state;
    }

    private static int number(DeliveryResult result) {
        String id = Objects.requireNonNull(result.event().dedupeId());
        return Integer.parseInt(id.substring(id.indexOf('-') + 1));
    }

    /** Whether what the results say is what happened; {@code accepted} of the findings is left to the caller. */
    synchronized Findings against(Ledger ledger) {
        Findings findings = new Findings();
        findings.endedTwice = endedTwice;
        for (int i = 0; i < states.length; i++) {
            findings.add(states[i], ledger.acceptances("event-" + i));
        }
        return findings;
    }

    /** What an audit found. */
    static final class Findings {

        int accepted;
        int flagged;
        int doubled;
        int endedTwice;
        int withoutResult;
        int lost;
        int doubledUnflagged;
        int takenThoughDenied;

        private void add(byte state, int arrivals) {
            boolean unseen = (state & (UNSEEN | ENDED)) == UNSEEN;
            boolean accepted = (state & ACCEPTED) != 0 || unseen;
            boolean flagged = (state & FLAGGED) != 0;
            this.accepted += accepted ? 1 : 0;
            this.flagged += flagged ? 1 : 0;
            doubled += arrivals > 1 ? 1 : 0;
            withoutResult += state == 0 ? 1 : 0;
            lost += accepted && arrivals == 0 ? 1 : 0;
            doubledUnflagged += arrivals > 1 && !flagged && !unseen ? 1 : 0;
            takenThoughDenied += !accepted && !flagged && arrivals > 0 ? 1 : 0;
        }

        /**
         * The promise: nothing lost, nothing doubled unflagged, one result each, and none that denies what happened.
         */
        void assertHonest(String what) {
            assertThat(new int[] {lost, doubledUnflagged, takenThoughDenied, withoutResult, endedTwice})
                    .as("%s: lost, doubled unflagged, taken though denied, withoutResult, ended twice; %s", what, this)
                    .containsOnly(0);
        }

        @Override
        public String toString() {
            return "accepted=" + accepted + " flagged=" + flagged + " doubled=" + doubled + " doubledUnflagged="
                    + doubledUnflagged + " lost=" + lost + " takenThoughDenied=" + takenThoughDenied + " withoutResult="
                    + withoutResult + " endedTwice=" + endedTwice;
        }
    }
}

package io.leadflux.event;

import java.util.Arrays;

/**
 * Recognises IPv4 literals: four decimal numbers from 0 to 255, without leading zeros, joined by dots.
 *
 * <p>A state machine reads one character at a time by a table, without a branch, since a branch on the positions of the
 * dots would be mispredicted. A state is the count of complete numbers and how the current number may go on.
 */
final class Ipv4 {

    static final int MAX_LENGTH = "255.255.255.255".length();

    private static final int PARTS = 4;

    // How a number may go on: at its start; after 1, after 2, after 3 to 9; after two digits that take any third digit;
    // after 25; or not at all.
    private static final int START = 0;
    private static final int ONE = 1;
    private static final int TWO = 2;
    private static final int MORE = 3;
    private static final int ANY_THIRD = 4;
    private static final int TWENTY_FIVE = 5;
    private static final int FULL = 6;
    private static final int PLACES = 7;

    private static final int WRONG = PARTS * PLACES;
    private static final int CHARACTERS = 128;
    private static final byte[] NEXT = new byte[(WRONG + 1) * CHARACTERS];

    static {
        Arrays.fill(NEXT, (byte) WRONG);
        for (int part = 0; part < PARTS; part++) {
            for (int place = 0; place < PLACES; place++) {
                int row = (part * PLACES + place) * CHARACTERS;
                for (int digit = 0; digit <= 9; digit++) {
                    int next = after(place, digit);
                    NEXT[row + '0' + digit] = (byte) (next < 0 ? WRONG : part * PLACES + next);
                }
                boolean mayEnd = place != START && part < PARTS - 1;
                NEXT[row + '.'] = (byte) (mayEnd ? (part + 1) * PLACES : WRONG);
            }
        }
    }

    private Ipv4() {}

    /** The place after {@code digit}; -1 when that digit may not follow. */
    private static int after(int place, int digit) {
        return switch (place) {
            case START -> digit == 0 ? FULL : digit == 1 ? ONE : digit == 2 ? TWO : MORE;
            case ONE -> ANY_THIRD;
            case TWO -> digit < 5 ? ANY_THIRD : digit == 5 ? TWENTY_FIVE : FULL;
            case MORE, ANY_THIRD -> FULL;
            case TWENTY_FIVE -> digit <= 5 ? FULL : -1;
            default -> -1;
        };
    }

    static boolean matches(String text, int start, int end) {
        int state = START;
        int union = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            union |= c;
            state = NEXT[state * CHARACTERS + (c & CHARACTERS - 1)];
        }
        return union < CHARACTERS && state > (PARTS - 1) * PLACES && state < WRONG;
    }
}

package io.leadflux.event;

/** The rule for names with a script that is written from right to left (RFC 5893, section 2). */
final class BidiRule {

    private static final int LEFT = bit(Character.DIRECTIONALITY_LEFT_TO_RIGHT);
    private static final int RIGHT =
            bit(Character.DIRECTIONALITY_RIGHT_TO_LEFT) | bit(Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
    private static final int EUROPEAN = bit(Character.DIRECTIONALITY_EUROPEAN_NUMBER);
    private static final int ARABIC = bit(Character.DIRECTIONALITY_ARABIC_NUMBER);
    private static final int MARK = bit(Character.DIRECTIONALITY_NONSPACING_MARK);
    private static final int NEUTRAL = EUROPEAN
            | MARK
            | bit(Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR)
            | bit(Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR)
            | bit(Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR)
            | bit(Character.DIRECTIONALITY_OTHER_NEUTRALS)
            | bit(Character.DIRECTIONALITY_BOUNDARY_NEUTRAL);

    private BidiRule() {}

    private static int bit(byte directionality) {
        return 1 << directionality;
    }

    private static int of(int c) {
        byte directionality = Character.getDirectionality(c);
        return directionality < 0 ? 0 : bit(directionality);
    }

    /** Whether a name has a character that is written from right to left. */
    static boolean applies(String name) {
        return name.codePoints().anyMatch(c -> (of(c) & (RIGHT | ARABIC)) != 0);
    }

    /** Whether a label may be part of a name to which the rule applies. */
    static boolean allows(int[] label) {
        int kinds = 0;
        int last = 0;
        for (int c : label) {
            int kind = of(c);
            kinds |= kind;
            last = kind == MARK ? last : kind;
        }
        int first = label.length == 0 ? LEFT : of(label[0]);
        if ((first & RIGHT) != 0) {
            boolean mixedNumbers = (kinds & EUROPEAN) != 0 && (kinds & ARABIC) != 0;
            return (kinds & ~(RIGHT | ARABIC | NEUTRAL)) == 0
                    && (last & (RIGHT | EUROPEAN | ARABIC)) != 0
                    && !mixedNumbers;
        }
        boolean empty = label.length == 0;
        return empty || (first == LEFT && (kinds & ~(LEFT | NEUTRAL)) == 0 && (last & (LEFT | EUROPEAN)) != 0);
    }
}

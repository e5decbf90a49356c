package io.leadflux.benchmarks;

import io.leadflux.benchmarks.contest.Contest;
import io.leadflux.benchmarks.contest.Rules;
import java.io.IOException;

/**
 * The whole way of an event, from a stream to the answer for it, against other ways to do the same: {@code java -cp
 * leadflux-benchmarks.jar io.leadflux.benchmarks.EndToEnd}. Every contestant runs in a process of its own against one cheap
 * endpoint in another, all in turn, several rounds; the figures are medians. {@code --help} names the options.
 */
public final class EndToEnd {

    private EndToEnd() {}

    /** Runs the contest and prints its table; see {@link Rules#HELP}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Rules rules;
        try {
            rules = Rules.of(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + System.lineSeparator() + Rules.HELP);
            System.exit(2);
            return;
        }
        new Contest(rules, System.out).run();
    }
}

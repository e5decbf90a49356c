package io.leadflux.reactor.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private static final long SECOND = 1_000_000_000;

    private static int takeAll(RetryBudget budget, long now) {
        int taken = 0;
        while (budget.take(now) == 0) {
            taken++;
        }
        return taken;
    }

    @Test
    void take_fresh_givesWhatTenSecondsSave() {
        assertThat(takeAll(new RetryBudget(0.2, 10, 0), 0)).isEqualTo(100);
    }

    @Test
    void take_overTheBudget_tellsWhenThereWillBeOne() {
        RetryBudget budget = new RetryBudget(0, 10, 0);
        takeAll(budget, 0);
        long wait = budget.take(0);
        assertThat(wait).isBetween(SECOND / 10, SECOND / 10 + 1);
        assertThat(budget.take(wait)).isZero();
        assertThat(budget.take(wait)).isPositive();
    }

    @Test
    void firstAttempt_share_buysRetries() {
        RetryBudget budget = new RetryBudget(0.25, 1, 0);
        takeAll(budget, 0);
        for (int i = 0; i < 8; i++) {
            budget.firstAttempt();
        }
        assertThat(takeAll(budget, 0)).isEqualTo(2);
    }

    @Test
    void take_longIdle_savesNoMoreThanTenSeconds() {
        assertThat(takeAll(new RetryBudget(0.2, 3, 0), 1000 * SECOND)).isEqualTo(30);
    }

    @Test
    void take_lessThanOneInTenSeconds_stillGivesOne() {
        assertThat(takeAll(new RetryBudget(0, 0.01, 0), 0)).isOne();
    }
}

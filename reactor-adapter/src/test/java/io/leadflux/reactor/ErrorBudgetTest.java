package io.leadflux.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ErrorBudgetTest {

    private static final long WINDOW = 300_000_000_000L;

    private final ErrorBudget budget = new ErrorBudget(3);

    @Test
    void waitNanos_budgetUsedUp_lastsUntilTheOldestErrorLeavesTheWindow() {
        budget.error(10);
        budget.error(20);
        budget.error(30);
        assertThat(budget.waitNanos(40)).isEqualTo(10 + WINDOW - 40);
        assertThat(budget.waitNanos(10 + WINDOW)).isZero();
    }

    @Test
    void waitNanos_errorsGoOn_countsTheLastOnes() {
        for (int i = 1; i <= 5; i++) {
            budget.error(i);
        }
        assertThat(budget.waitNanos(5)).isEqualTo(3 + WINDOW - 5);
    }

    @Test
    void waitNanos_withinTheBudget_isNone() {
        budget.error(10);
        budget.error(20);
        assertThat(budget.waitNanos(20)).isZero();
    }
}

package io.leadflux.examples.web.page;

/** The monthly electricity bill of a household, and what a lead of such a household is worth to the site. */
enum Bill {
    SMALL("Below $100", 15),
    MEDIUM("$100 to $200", 30),
    LARGE("Above $200", 60);

    final String label;
    final long worth;

    Bill(String label, long worth) {
        this.label = label;
        this.worth = worth;
    }
}

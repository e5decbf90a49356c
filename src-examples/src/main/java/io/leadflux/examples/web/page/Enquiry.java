package io.leadflux.examples.web.page;

import io.leadflux.event.ServerEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the site stores of a form, including the person. {@link #toString()} shows nothing about the person.
 *
 * @param lead the event that was sent for it; null when the visitor did not agree to be measured
 */
record Enquiry(QuoteForm form, Instant time, @Nullable ServerEvent lead) {

    @Override
    public String toString() {
        return "Enquiry{" + form.id() + '}';
    }
}

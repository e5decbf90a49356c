package io.leadflux.examples.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EnquiryStoreTest {

    private final EnquiryStore store = new EnquiryStore(2);

    @Test
    void add_fullStore_dropsTheEldest() {
        Enquiry eldest = enquiry();
        Enquiry last = enquiry();
        store.add(eldest);
        store.add(enquiry());
        store.add(last);

        assertThat(store.find(eldest.form().id())).isEmpty();
        assertThat(store.find(last.form().id())).contains(last);
        assertThat(store.size()).isEqualTo(2);
    }

    @Test
    void add_sameFormAgain_keepsTheFirst() {
        Enquiry enquiry = enquiry();

        assertThat(store.add(enquiry)).isTrue();
        assertThat(store.add(new Enquiry(enquiry.form(), Instant.MAX, null))).isFalse();
        assertThat(store.find(enquiry.form().id())).contains(enquiry);
    }

    private static Enquiry enquiry() {
        return new Enquiry(QuoteForm.empty(""), Instant.EPOCH, null);
    }
}

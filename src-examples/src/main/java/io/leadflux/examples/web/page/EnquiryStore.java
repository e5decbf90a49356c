package io.leadflux.examples.web.page;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last enquiries, in memory; the only place that stores e-mail addresses and phone numbers. Thread-safe. */
final class EnquiryStore {

    private final Map<String, Enquiry> enquiries;

    EnquiryStore(int most) {
        this.enquiries = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Enquiry> eldest) {
                return size() > most;
            }
        };
    }

    /** Stores the enquiry; false when its form is already stored. */
    synchronized boolean add(Enquiry enquiry) {
        return enquiries.putIfAbsent(enquiry.form().id(), enquiry) == null;
    }

    synchronized Optional<Enquiry> find(String id) {
        return Optional.ofNullable(enquiries.get(id));
    }

    synchronized int size() {
        return enquiries.size();
    }
}

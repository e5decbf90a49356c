package io.leadflux.examples.sample;

import static io.leadflux.examples.sample.Breakage.ofLead;
import static io.leadflux.examples.sample.Breakage.ofPageView;

import java.util.List;

/** Lines with personal data that the provider forbids: an e-mail address, a phone number, or a hash of one. */
final class ForbiddenPersonalData {

    static final List<Breakage> ALL = List.of(
            ofLead("an e-mail address", event -> event.text("user_data.client_id", "jane.doe@example.com")),
            ofLead("an e-mail address inside", event -> event.text("user_data.alart", "lead:jane.doe@example.com:2")),
            ofPageView("an encoded e-mail address", event -> event.text("user_data.aleid", "jane.doe%40example.com")),
            ofPageView(
                    "an e-mail address in the agent",
                    event -> event.text("user_data.client_user_agent", "Bot/1.0 (bot@example.com)")),
            ofPageView("a phone number", event -> event.text("user_data.client_id", "+12025550123")),
            ofPageView("a phone number with spaces", event -> event.text("user_data.alart", "+1 202 555 0123")),
            ofLead("a phone number as dedupe id", event -> event.text("dedupe_id", "(202) 555-0123")),
            ofPageView(
                    "a SHA-256",
                    event -> event.text(
                            "user_data.client_id", "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d")),
            ofPageView(
                    "a SHA-1 in capitals",
                    event -> event.text("user_data.alart", "0A4D55A8D778E5022FAB701977C5D840BBC486D0")),
            ofLead("an MD5", event -> event.text("dedupe_id", "9e107d9d372bb6826bd81d3542a419d6")),
            ofLead(
                    "an e-mail address, its hash and a phone number",
                    event -> event.text("user_data.client_id", "jane.doe@example.com")
                            .text("user_data.alart", "9e107d9d372bb6826bd81d3542a419d6")
                            .text("dedupe_id", "+44 20 7946 0123")));

    private ForbiddenPersonalData() {}
}

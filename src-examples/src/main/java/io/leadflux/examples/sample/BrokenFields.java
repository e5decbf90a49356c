package io.leadflux.examples.sample;

import static io.leadflux.examples.sample.Breakage.ofLead;
import static io.leadflux.examples.sample.Breakage.ofPageView;

import java.util.List;

/** Lines that are well-formed events and break one or more of the provider's rules. */
final class BrokenFields {

    private static final String URL = "event_source_url";
    private static final String TIME = "event_time";
    private static final String ADDRESS = "user_data.client_ip_address";
    private static final String AGENT = "user_data.client_user_agent";

    static final List<Breakage> ALL = List.of(
            ofPageView("no name", event -> event.without("name")),
            ofPageView("a name of the general API", event -> event.text("name", "purchase")),
            ofPageView("a name in capitals", event -> event.text("name", "PAGE_VIEW")),
            ofPageView("no time", event -> event.without(TIME)),
            ofPageView("a time that is null", event -> event.raw(TIME, "null")),
            ofPageView("seconds", event -> event.raw(TIME, "1791000000")),
            ofPageView("microseconds", event -> event.raw(TIME, "1791000000000000")),
            ofPageView("nanoseconds", event -> event.raw(TIME, "1791000000000000000")),
            ofPageView("the year 2000", event -> event.raw(TIME, "946684800000")),
            ofPageView("a time in the future", event -> event.raw(TIME, "4102444800000")),
            ofPageView("a time before 1970", event -> event.raw(TIME, "-1791000000000")),
            ofPageView("no URL", event -> event.without(URL)),
            ofPageView("a host alone", event -> event.text(URL, "example.com")),
            ofPageView("another scheme", event -> event.text(URL, "ftp://example.com")),
            ofPageView("a URL without host", event -> event.text(URL, "https://")),
            ofPageView("a malformed host", event -> event.text(URL, "https://-shop..example")),
            ofPageView("a URL with user info", event -> event.text(URL, "https://guest:guest@example.com")),
            ofPageView("a URL with a port", event -> event.text(URL, "https://example.com:8443")),
            ofPageView("a URL with a path", event -> event.text(URL, "https://example.com/loans/apply")),
            ofPageView("a URL with a query", event -> event.text(URL, "https://example.com/?utm_source=ad")),
            ofPageView("a URL with a fragment", event -> event.text(URL, "https://example.com/#form")),
            ofPageView("a URL with white space", event -> event.text(URL, " https://example.com")),
            ofPageView("a URL with a control character", event -> event.text(URL, "https://example.com\\n")),
            ofPageView(
                    "a page view with data",
                    event -> event.raw("data", "").text("data.currency", "USD").raw("data.value", "20")),
            ofLead("a lead without data", event -> event.raw("data", "null")),
            ofLead("no currency", event -> event.without("data.currency")),
            ofLead("a currency in small letters", event -> event.text("data.currency", "usd")),
            ofLead("a currency's sign", event -> event.text("data.currency", "$")),
            ofLead("a withdrawn currency", event -> event.text("data.currency", "DEM")),
            ofLead("a currency that is none", event -> event.text("data.currency", "XXX")),
            ofLead("a currency for tests", event -> event.text("data.currency", "XTS")),
            ofLead("gold", event -> event.text("data.currency", "XAU")),
            ofLead("no value", event -> event.without("data.value")),
            ofLead("a negative value", event -> event.raw("data.value", "-0.01")),
            ofLead("a value of a thousand digits", event -> event.raw("data.value", "0." + "3".repeat(1_100))),
            ofLead("a value with a huge exponent", event -> event.raw("data.value", "1e9999")),
            ofPageView("no user data", event -> event.without("user_data")),
            ofPageView("no source", event -> event.without("user_data.esi")),
            ofPageView("an unknown source", event -> event.text("user_data.esi", "ios")),
            ofPageView("no address", event -> event.without(ADDRESS)),
            ofPageView("a host name as address", event -> event.text(ADDRESS, "client.example.com")),
            ofPageView("an address out of range", event -> event.text(ADDRESS, "192.0.2.256")),
            ofPageView("an address with spaces", event -> event.text(ADDRESS, " 192.0.2.7")),
            ofPageView("a list of addresses", event -> event.text(ADDRESS, "192.0.2.7, 198.51.100.9")),
            ofPageView("an address with a port", event -> event.text(ADDRESS, "192.0.2.7:51000")),
            ofPageView("an address in brackets", event -> event.text(ADDRESS, "[2001:db8::7]")),
            ofPageView("an address with a zone", event -> event.text(ADDRESS, "2001:db8::7%eth0")),
            ofPageView("a range of addresses", event -> event.text(ADDRESS, "192.0.2.0/24")),
            ofPageView("an address with leading zeros", event -> event.text(ADDRESS, "192.000.002.007")),
            ofPageView("no user agent", event -> event.without(AGENT)),
            ofPageView("a blank user agent", event -> event.text(AGENT, "  ")),
            ofPageView("no identifier", BrokenFields::withoutIdentifiers),
            ofPageView(
                    "a blank identifier alone",
                    event -> withoutIdentifiers(event).text("user_data.alart", " ")),
            ofPageView(
                    "an aleid as only identifier",
                    event -> withoutIdentifiers(event).text("user_data.aleid", "k7Qz")),
            ofPageView("a user id with letters", event -> event.text("user_data.user_id", "customer-17")),
            ofPageView("a user id in other digits", event -> event.text("user_data.user_id", "\u0661\u0662\u0663")),
            ofPageView("a blank aleid", event -> event.text("user_data.aleid", "")),
            ofPageView("a control character", event -> event.text("user_data.client_id", "cookie\\u0000value")),
            ofPageView("a string too long", event -> event.text("user_data.client_id", "c".repeat(2_049))),
            ofPageView(
                    "an aleid as dedupe id",
                    event -> event.text("user_data.aleid", "k7QzW2mB").text("dedupe_id", "k7QzW2mB")),
            ofLead(
                    "seconds, a path and small letters",
                    event -> event.raw(TIME, "1791000000")
                            .text(URL, "https://loans.example/apply")
                            .text("data.currency", "eur")),
            ofLead(
                    "a negative value and a list of addresses",
                    event -> event.raw("data.value", "-20").text(ADDRESS, "192.0.2.7, 10.0.0.1")),
            ofPageView(
                    "no source and no identifier",
                    event -> withoutIdentifiers(event).without("user_data.esi")));

    private BrokenFields() {}

    private static EditableEvent withoutIdentifiers(EditableEvent event) {
        return event.without("user_data.client_id", "user_data.alart", "user_data.user_id");
    }
}

package io.leadflux.examples.sample;

import static io.leadflux.examples.sample.Breakage.ofLead;
import static io.leadflux.examples.sample.Breakage.ofPageView;

import java.util.List;

/** Lines that are well-formed events and break a rule of the provider, or several. */
final class BrokenFields {

    private static final String URL = "event_source_url";
    private static final String TIME = "event_time";
    private static final String ADDRESS = "user_data.client_ip_address";
    private static final String AGENT = "user_data.client_user_agent";

    static final List<Breakage> ALL = List.of(
            ofPageView("no name", wire -> wire.without("name")),
            ofPageView("a name of the general API", wire -> wire.text("name", "purchase")),
            ofPageView("a name in capitals", wire -> wire.text("name", "PAGE_VIEW")),
            ofPageView("no time", wire -> wire.without(TIME)),
            ofPageView("a time that is null", wire -> wire.raw(TIME, "null")),
            ofPageView("seconds", wire -> wire.raw(TIME, "1791000000")),
            ofPageView("microseconds", wire -> wire.raw(TIME, "1791000000000000")),
            ofPageView("nanoseconds", wire -> wire.raw(TIME, "1791000000000000000")),
            ofPageView("the year 2000", wire -> wire.raw(TIME, "946684800000")),
            ofPageView("a time in the future", wire -> wire.raw(TIME, "4102444800000")),
            ofPageView("a time before 1970", wire -> wire.raw(TIME, "-1791000000000")),
            ofPageView("no URL", wire -> wire.without(URL)),
            ofPageView("a host alone", wire -> wire.text(URL, "example.com")),
            ofPageView("another scheme", wire -> wire.text(URL, "ftp://example.com")),
            ofPageView("a URL without host", wire -> wire.text(URL, "https://")),
            ofPageView("a malformed host", wire -> wire.text(URL, "https://-shop..example")),
            ofPageView("a URL with user info", wire -> wire.text(URL, "https://guest:guest@example.com")),
            ofPageView("a URL with a port", wire -> wire.text(URL, "https://example.com:8443")),
            ofPageView("a URL with a path", wire -> wire.text(URL, "https://example.com/loans/apply")),
            ofPageView("a URL with a query", wire -> wire.text(URL, "https://example.com/?utm_source=ad")),
            ofPageView("a URL with a fragment", wire -> wire.text(URL, "https://example.com/#form")),
            ofPageView("a URL with white space", wire -> wire.text(URL, " https://example.com")),
            ofPageView("a URL with a control character", wire -> wire.text(URL, "https://example.com\\n")),
            ofPageView(
                    "a page view with data",
                    wire -> wire.raw("data", "").text("data.currency", "USD").raw("data.value", "20")),
            ofLead("a lead without data", wire -> wire.raw("data", "null")),
            ofLead("no currency", wire -> wire.without("data.currency")),
            ofLead("a currency in small letters", wire -> wire.text("data.currency", "usd")),
            ofLead("a currency's sign", wire -> wire.text("data.currency", "$")),
            ofLead("a withdrawn currency", wire -> wire.text("data.currency", "DEM")),
            ofLead("a currency that is none", wire -> wire.text("data.currency", "XXX")),
            ofLead("a currency for tests", wire -> wire.text("data.currency", "XTS")),
            ofLead("gold", wire -> wire.text("data.currency", "XAU")),
            ofLead("no value", wire -> wire.without("data.value")),
            ofLead("a negative value", wire -> wire.raw("data.value", "-0.01")),
            ofLead("a value of a thousand digits", wire -> wire.raw("data.value", "0." + "3".repeat(1_100))),
            ofLead("a value with a huge exponent", wire -> wire.raw("data.value", "1e9999")),
            ofPageView("no user data", wire -> wire.without("user_data")),
            ofPageView("no source", wire -> wire.without("user_data.esi")),
            ofPageView("an unknown source", wire -> wire.text("user_data.esi", "ios")),
            ofPageView("no address", wire -> wire.without(ADDRESS)),
            ofPageView("a host name as address", wire -> wire.text(ADDRESS, "client.example.com")),
            ofPageView("an address out of range", wire -> wire.text(ADDRESS, "192.0.2.256")),
            ofPageView("an address with spaces", wire -> wire.text(ADDRESS, " 192.0.2.7")),
            ofPageView("a list of addresses", wire -> wire.text(ADDRESS, "192.0.2.7, 198.51.100.9")),
            ofPageView("an address with a port", wire -> wire.text(ADDRESS, "192.0.2.7:51000")),
            ofPageView("an address in brackets", wire -> wire.text(ADDRESS, "[2001:db8::7]")),
            ofPageView("an address with a zone", wire -> wire.text(ADDRESS, "2001:db8::7%eth0")),
            ofPageView("a range of addresses", wire -> wire.text(ADDRESS, "192.0.2.0/24")),
            ofPageView("an address with leading zeros", wire -> wire.text(ADDRESS, "192.000.002.007")),
            ofPageView("no user agent", wire -> wire.without(AGENT)),
            ofPageView("a blank user agent", wire -> wire.text(AGENT, "  ")),
            ofPageView("no identifier", BrokenFields::withoutIdentifiers),
            ofPageView(
                    "a blank identifier alone", wire -> withoutIdentifiers(wire).text("user_data.alart", " ")),
            ofPageView(
                    "an aleid as only identifier",
                    wire -> withoutIdentifiers(wire).text("user_data.aleid", "k7Qz")),
            ofPageView("a user id with letters", wire -> wire.text("user_data.user_id", "customer-17")),
            ofPageView("a user id in other digits", wire -> wire.text("user_data.user_id", "\u0661\u0662\u0663")),
            ofPageView("a blank aleid", wire -> wire.text("user_data.aleid", "")),
            ofPageView("a control character", wire -> wire.text("user_data.client_id", "cookie\\u0000value")),
            ofPageView("a string too long", wire -> wire.text("user_data.client_id", "c".repeat(2_049))),
            ofPageView(
                    "an aleid as dedupe id",
                    wire -> wire.text("user_data.aleid", "k7QzW2mB").text("dedupe_id", "k7QzW2mB")),
            ofLead(
                    "seconds, a path and small letters",
                    wire -> wire.raw(TIME, "1791000000")
                            .text(URL, "https://loans.example/apply")
                            .text("data.currency", "eur")),
            ofLead(
                    "a negative value and a list of addresses",
                    wire -> wire.raw("data.value", "-20").text(ADDRESS, "192.0.2.7, 10.0.0.1")),
            ofPageView(
                    "no source and no identifier",
                    wire -> withoutIdentifiers(wire).without("user_data.esi")));

    private BrokenFields() {}

    private static WireEvent withoutIdentifiers(WireEvent wire) {
        return wire.without("user_data.client_id", "user_data.alart", "user_data.user_id");
    }
}

package io.leadflux.reactor.spring;

import static io.leadflux.reactor.spring.InvalidPropertyException.made;
import static io.leadflux.reactor.spring.InvalidPropertyException.set;

import io.leadflux.reactor.webflux.AttributionWebFilter;
import io.leadflux.reactor.webflux.ConsentPolicy;
import io.leadflux.reactor.webflux.SameSite;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Passes the filter's properties to its builder, and names the property that the builder refuses. */
record FilterSetup(LeadfluxProperties.Filter filter) {

    private static final String AXEID = "_axeid";

    AttributionWebFilter.Builder builder() {
        AttributionWebFilter.Builder builder = AttributionWebFilter.builder();
        set("leadflux.filter.paths", array(filter.paths()), builder::paths);
        set("leadflux.filter.except-paths", array(filter.exceptPaths()), builder::exceptPaths);
        set("leadflux.filter.client-id-cookie", filter.clientIdCookie(), builder::clientIdCookie);
        set("leadflux.filter.alart-cookie", filter.alartCookie(), builder::alartCookie);
        set("leadflux.filter.cookie-domain", filter.cookieDomain(), builder::cookieDomain);
        set("leadflux.filter.cookie-max-age", filter.cookieMaxAge(), builder::cookieMaxAge);
        set("leadflux.filter.consent-timeout", filter.consentTimeout(), builder::consentTimeout);
        set("leadflux.filter.max-value-length", filter.maxValueLength(), builder::maxValueLength);
        set("leadflux.filter.hosts", array(filter.hosts()), builder::hosts);
        return builder.sameSite(filter.sameSite())
                .httpOnly(filter.httpOnly())
                .alwaysSecure(filter.alwaysSecure())
                .globalPrivacyControl(filter.globalPrivacyControl())
                .cookiesOnCacheable(filter.cookiesOnCacheable())
                .order(filter.order());
    }

    /** The filter; names the property behind a contradiction of two. */
    AttributionWebFilter build(AttributionWebFilter.Builder builder) {
        boolean noneInsecure = filter.sameSite() == SameSite.NONE && !filter.alwaysSecure();
        boolean alartCollides =
                filter.clientIdCookie().equals(filter.alartCookie()) || AXEID.equals(filter.alartCookie());
        String suspect = alartCollides ? "alart-cookie" : noneInsecure ? "same-site" : "client-id-cookie";
        return made("leadflux.filter." + suspect, builder, AttributionWebFilter.Builder::build);
    }

    /** The policy of the application, of the consent cookie, or of both, which must then agree; null if there is none. */
    @Nullable
    ConsentPolicy consent(@Nullable ConsentPolicy ofApplication) {
        if (filter.consentCookie() == null) {
            return ofApplication;
        }
        ConsentPolicy cookie = made("leadflux.filter.consent-cookie", filter.consentCookie(), FilterSetup::cookie);
        return ofApplication == null
                ? cookie
                : exchange ->
                        cookie.allows(exchange).flatMap(yes -> yes ? ofApplication.allows(exchange) : Mono.just(false));
    }

    private static ConsentPolicy cookie(String nameAndValue) {
        int colon = nameAndValue.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "must be name:value, the cookie's name and the value that means consent");
        }
        return ConsentPolicy.cookie(nameAndValue.substring(0, colon), nameAndValue.substring(colon + 1));
    }

    private static String[] array(List<String> patterns) {
        return patterns.toArray(String[]::new);
    }
}

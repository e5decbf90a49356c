package io.leadflux.reactor.webflux;

import io.leadflux.event.EventSource;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Makes an {@link Attribution} of a request and sets the cookies that the browser lacks.
 *
 * <p>A value from outside counts only when the validator accepts it as an identifier and its form in a cookie is not
 * too long; otherwise it is ignored. A cookie is set when its value is new, and again when a visitor enters the site,
 * which restarts its lifetime; {@code _axeid} only if the entry brought an {@code aleid}, since its year counts from
 * the click, and a client id only if it was made here.
 */
final class VisitorReader {

    static final String ALEID_COOKIE = "_axeid";
    private static final String ALEID = "aleid";
    private static final String ALART = "alart";

    private final EventValidator validator;
    private final int maxLength;
    private final String clientIdCookie;
    private final @Nullable String alartCookie;
    private final CookieOptions cookies;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final UUID idBase;
    private final RequestSite site = new RequestSite();

    VisitorReader(AttributionWebFilter.Builder options, RandomGenerator random) {
        this.validator = options.validator;
        this.maxLength = options.maxValueLength;
        this.clientIdCookie = options.clientIdCookie;
        this.alartCookie = options.alartCookie;
        this.cookies = options.cookieOptions();
        this.clock = options.clock;
        this.random = random;
        this.idBase = RandomIds.create(random);
    }

    Attribution read(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        boolean entry = Navigation.isEntry(request);
        UserData visitor = UserData.builder()
                .clientIpAddress(RequestSite.address(request))
                .clientUserAgent(userAgent(request))
                .esi(EventSource.WEB)
                .aleid(aleid(exchange, entry))
                .clientId(clientId(exchange, entry))
                .alart(alart(exchange))
                .build();
        return Attribution.create(visitor, site.domain(request), RandomIds.derive(idBase), clock);
    }

    private @Nullable String userAgent(ServerHttpRequest request) {
        String userAgent = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
        return userAgent != null && validator.acceptsUserAgent(userAgent) ? userAgent : null;
    }

    private @Nullable String aleid(ServerWebExchange exchange, boolean entry) {
        String fresh = queryValue(exchange, ALEID);
        String kept = decodedCookie(exchange, ALEID_COOKIE);
        if (fresh == null) {
            return kept;
        }
        if (entry || !fresh.equals(kept)) {
            set(exchange, cookies.lasting(ALEID_COOKIE, PercentEncoding.encode(fresh), isHttps(exchange)));
        }
        return fresh;
    }

    private @Nullable String alart(ServerWebExchange exchange) {
        String fresh = queryValue(exchange, ALART);
        if (alartCookie == null) {
            return fresh;
        }
        String kept = decodedCookie(exchange, alartCookie);
        if (fresh == null) {
            return kept;
        }
        if (!fresh.equals(kept)) {
            set(exchange, cookies.ofSession(alartCookie, PercentEncoding.encode(fresh), isHttps(exchange)));
        }
        return fresh;
    }

    // The id is the cookie's raw value, even if another part of the site has set it.
    private String clientId(ServerWebExchange exchange, boolean entry) {
        String kept = null;
        for (HttpCookie cookie : cookies(exchange, clientIdCookie)) {
            kept = kept == null && isUsable(cookie.getValue()) ? cookie.getValue() : kept;
        }
        String id = kept == null ? RandomIds.create(random).toString() : kept;
        if (kept == null || (entry && RandomIds.isOwn(kept))) {
            set(exchange, cookies.lasting(clientIdCookie, id, isHttps(exchange)));
        }
        return id;
    }

    // ---- one value
    // -------------------------------------------------------------------------------------------------------

    private @Nullable String queryValue(ServerWebExchange exchange, String name) {
        String query = exchange.getRequest().getURI().getRawQuery();
        return QueryValues.first(query, name, 3 * maxLength, this::isUsable);
    }

    private @Nullable String decodedCookie(ServerWebExchange exchange, String name) {
        for (HttpCookie cookie : cookies(exchange, name)) {
            String raw = cookie.getValue();
            String decoded = raw.length() <= 3 * maxLength ? PercentEncoding.decode(raw) : null;
            // Other parts of the site may write the cookie without escapes.
            String value = decoded == null ? raw : decoded;
            if (isUsable(value)) {
                return value;
            }
        }
        return null;
    }

    private boolean isUsable(String value) {
        return value.length() <= maxLength
                && validator.acceptsIdentifier(value)
                && PercentEncoding.encode(value).length() <= maxLength;
    }

    private static Iterable<HttpCookie> cookies(ServerWebExchange exchange, String name) {
        Iterable<HttpCookie> found = exchange.getRequest().getCookies().get(name);
        return found == null ? List.of() : found;
    }

    private static void set(ServerWebExchange exchange, ResponseCookie cookie) {
        if (!exchange.getResponse().isCommitted()) {
            exchange.getResponse().addCookie(cookie);
        }
    }

    private static boolean isHttps(ServerWebExchange exchange) {
        return "https".equalsIgnoreCase(exchange.getRequest().getURI().getScheme());
    }
}

package io.leadflux.reactor.webflux;

import io.leadflux.event.EventSource;
import io.leadflux.event.UserData;
import io.leadflux.validation.EventValidator;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.util.Logger;
import reactor.util.Loggers;

/**
 * Makes an {@link Attribution} of a request and sets the cookies that the browser lacks.
 *
 * <p>A value from outside counts only when the validator accepts it as an identifier and its form in a cookie is not
 * too long, and it is no {@link Placeholder}; otherwise it is ignored. A cookie is set when its value is new, and again
 * when a visitor enters the site, which restarts its lifetime; {@code _axeid} only if the entry brought an {@code
 * aleid}, since its year counts from the click, and a client id only if it was made here. Another cookie that holds the
 * client id is only read.
 */
final class VisitorReader {

    static final String ALEID_COOKIE = "_axeid";
    static final String ID_COOKIE = "_lfid";
    private static final Logger LOG = Loggers.getLogger(AttributionWebFilter.class);
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
    private final RequestSite site;
    private final AtomicBoolean replaced = new AtomicBoolean();

    VisitorReader(AttributionWebFilter.Builder options, RandomGenerator random) {
        this.validator = options.validator;
        this.maxLength = options.maxValueLength;
        this.clientIdCookie = options.clientIdCookie;
        this.alartCookie = options.alartCookie;
        this.cookies = options.cookieOptions();
        this.clock = options.clock;
        this.site = new RequestSite(options.hosts);
        this.random = random;
        this.idBase = RandomIds.create(random);
    }

    /** Collects the cookies that the browser lacks in {@code missing}. */
    Attribution read(ServerWebExchange exchange, NewCookies missing) {
        ServerHttpRequest request = exchange.getRequest();
        boolean entry = Navigation.isEntry(request);
        UserData visitor = UserData.builder()
                .clientIpAddress(RequestSite.address(request))
                .clientUserAgent(userAgent(request))
                .esi(EventSource.WEB)
                .aleid(aleid(exchange, entry, missing))
                .clientId(clientId(exchange, entry, missing))
                .alart(alart(exchange, missing))
                .build();
        return Attribution.create(visitor, site.domain(request), RandomIds.derive(idBase), clock);
    }

    private @Nullable String userAgent(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.USER_AGENT);
        if (header == null) {
            return null;
        }
        String userAgent = HeaderText.cut(HeaderText.read(header), validator.maxStringLength());
        return validator.acceptsUserAgent(userAgent) ? userAgent : null;
    }

    private @Nullable String aleid(ServerWebExchange exchange, boolean entry, NewCookies missing) {
        String fresh = queryValue(exchange, ALEID);
        String kept = decodedCookie(exchange, ALEID_COOKIE);
        if (fresh == null) {
            return kept;
        }
        missing.onClick();
        if (entry || !fresh.equals(kept)) {
            missing.add(cookies.lasting(ALEID_COOKIE, PercentEncoding.encode(fresh), isHttps(exchange)));
        }
        return fresh;
    }

    private @Nullable String alart(ServerWebExchange exchange, NewCookies missing) {
        String fresh = queryValue(exchange, ALART);
        if (alartCookie == null) {
            return fresh;
        }
        String kept = decodedCookie(exchange, alartCookie);
        if (fresh == null) {
            return kept;
        }
        if (!fresh.equals(kept)) {
            missing.add(cookies.ofSession(alartCookie, PercentEncoding.encode(fresh), isHttps(exchange)));
        }
        return fresh;
    }

    private String clientId(ServerWebExchange exchange, boolean entry, NewCookies missing) {
        String ofSite = clientIdCookie.equals(ID_COOKIE) ? null : clientIdOfSite(exchange);
        if (ofSite != null) {
            return ofSite;
        }
        String kept = usable(RequestCookies.values(exchange.getRequest(), ID_COOKIE));
        String id = kept == null ? RandomIds.create(random).toString() : kept;
        if (kept == null || (entry && RandomIds.isOwn(kept))) {
            missing.add(cookies.lasting(ID_COOKIE, id, isHttps(exchange)));
        }
        return id;
    }

    /** The value of the site's own cookie as it is, or null. The first one that is unusable is logged, without a value. */
    private @Nullable String clientIdOfSite(ServerWebExchange exchange) {
        List<String> values = RequestCookies.values(exchange.getRequest(), clientIdCookie);
        String usable = usable(values);
        if (usable == null && !values.isEmpty() && replaced.compareAndSet(false, true)) {
            LOG.warn(
                    "A value of the cookie {} cannot be a client_id: it is empty, too long, a placeholder, or looks like"
                            + " personal data or a hash of it. For such visitors the client_id is in the cookie {}; {}"
                            + " is left as it is. This is logged once.",
                    clientIdCookie,
                    ID_COOKIE,
                    clientIdCookie);
        }
        return usable;
    }

    private @Nullable String usable(List<String> values) {
        for (String value : values) {
            if (isUsable(value)) {
                return value;
            }
        }
        return null;
    }

    // ---- one value
    // -------------------------------------------------------------------------------------------------------

    private @Nullable String queryValue(ServerWebExchange exchange, String name) {
        String query = exchange.getRequest().getURI().getRawQuery();
        return QueryValues.last(query, name, 3 * maxLength, this::isUsable);
    }

    private @Nullable String decodedCookie(ServerWebExchange exchange, String name) {
        for (String raw : RequestCookies.values(exchange.getRequest(), name)) {
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
                && !Placeholder.matches(value)
                && validator.acceptsIdentifier(value)
                && PercentEncoding.encode(value).length() <= maxLength;
    }

    private static boolean isHttps(ServerWebExchange exchange) {
        return "https".equalsIgnoreCase(exchange.getRequest().getURI().getScheme());
    }
}

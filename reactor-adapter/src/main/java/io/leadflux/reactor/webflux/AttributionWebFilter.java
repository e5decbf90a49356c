package io.leadflux.reactor.webflux;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.DomainUrl;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Range;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * Finds out for each exchange which visitor and which ad click it belongs to.
 *
 * <p>When the visitor agrees, by {@link ConsentPolicy}, the filter reads {@code aleid} and {@code alart} from the
 * query, {@code _axeid} and the client id from the cookies, and address, user agent and site from the request. It puts
 * them as an {@link Attribution} into the Reactor Context, and sets the cookies that the browser lacks: {@code _axeid}
 * keeps a fresh {@code aleid}, {@code _lfid} keeps a random UUID. It sets them when a browser goes to a page, and
 * wherever an {@code aleid} arrives; a response that shared caches might keep then becomes private. It writes no other
 * cookie.
 *
 * <p>Values from outside are untrusted. A value that is too long, blank, malformed, an unreplaced macro or holds
 * personal data is ignored, except that a user agent is cut. Nothing of it is repeated in the response, and it never
 * fails the request. Headers are read as UTF-8 where they are well-formed, and without control characters. Of several
 * parameters of one name the last usable value counts, of several cookies the first. The address is the one that the
 * server reports: which proxies' headers to trust is the server's setting.
 *
 * <p>Paths that end as style sheets, scripts, images, fonts and media do are never touched. Of two filters on one
 * exchange only the first has an effect. Immutable and thread-safe; it blocks no thread and starts none.
 */
public final class AttributionWebFilter implements WebFilter, Ordered {

    /** The attribute of the exchange that holds its attribution. */
    static final String ATTRIBUTE = Attribution.class.getName();

    private final PathFilter paths;
    private final ConsentGate consent;
    private final VisitorReader visitors;
    private final @Nullable PageViewSink pageViews;
    private final int order;
    private final FailureLog readFailures = new FailureLog("A request could not be read, and has no attribution");
    private final boolean cookiesOnCacheable;
    private final Predicate<ServerWebExchange> exchanges;
    private final FailureLog cookieFailures = new FailureLog("The cookies of a response could not be set");
    private final FailureLog sinkFailures = new FailureLog("The sink of the automatic page views failed");

    private AttributionWebFilter(Builder builder) {
        RandomGenerator random = builder.random == null ? RandomIds.seeded() : builder.random;
        this.paths = new PathFilter(builder.included, builder.excluded);
        this.consent = new ConsentGate(builder.consent, builder.consentTimeout, builder.globalPrivacyControl);
        this.visitors = new VisitorReader(builder, random);
        this.pageViews = builder.pageViews;
        this.order = builder.order;
        this.cookiesOnCacheable = builder.cookiesOnCacheable;
        this.exchanges = builder.exchanges;
    }

    /** A filter with the default of every option. */
    public static AttributionWebFilter create() {
        return builder().build();
    }

    /** A builder with the default of every option. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Lets the exchange pass, with its {@link Attribution} where there is one. Work starts at subscription; the page's
     * own signals come through unchanged, on the thread where the {@link ConsentPolicy} decided.
     */
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (exchange.getAttribute(ATTRIBUTE) != null || !isChosen(exchange)) {
            return chain.filter(exchange);
        }
        return consent.ask(exchange).flatMap(given -> given ? attributed(exchange, chain) : chain.filter(exchange));
    }

    private boolean isChosen(ServerWebExchange exchange) {
        try {
            return exchanges.test(exchange) && paths.matches(exchange.getRequest());
        } catch (RuntimeException e) {
            readFailures.add(e);
            return false;
        }
    }

    private Mono<Void> attributed(ServerWebExchange exchange, WebFilterChain chain) {
        Attribution attribution;
        NewCookies cookies = new NewCookies();
        try {
            attribution = visitors.read(exchange, cookies);
        } catch (RuntimeException e) {
            readFailures.add(e);
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(ATTRIBUTE, attribution);
        if (!cookies.isEmpty()) {
            exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> set(cookies, exchange)));
        }
        Mono<Void> page = chain.filter(exchange).contextWrite(attribution::putInto);
        PageViewSink sink = pageViews;
        return sink != null && Navigation.wantsPage(exchange.getRequest())
                ? page.doOnSuccess(done -> offer(sink, exchange, attribution))
                : page;
    }

    private void set(NewCookies cookies, ServerWebExchange exchange) {
        try {
            cookies.addTo(exchange, cookiesOnCacheable);
        } catch (RuntimeException e) {
            cookieFailures.add(e);
        }
    }

    private void offer(PageViewSink sink, ServerWebExchange exchange, Attribution attribution) {
        try {
            if (Navigation.isPage(exchange.getResponse())) {
                sink.offer(attribution.pageView().build());
            }
        } catch (Exception | LinkageError | AssertionError e) {
            sinkFailures.add(e);
        }
    }

    /** The filter's place among others; see {@link Builder#order(int)}. */
    @Override
    public int getOrder() {
        return order;
    }

    /** The type's name only. */
    @Override
    public String toString() {
        return "AttributionWebFilter";
    }

    /** Collects the options of an {@link AttributionWebFilter}; not thread-safe. */
    public static final class Builder {

        private static final String NO_HOST = "hosts must be host names without scheme, port and path, not ";
        private static final Pattern HOST_ALONE = Pattern.compile("[^/?#@:\\\\]+|\\[[^]]+]");

        private List<PathPattern> included = PathFilter.parse(PathFilter.EVERY_PATH);
        private List<PathPattern> excluded = List.of();
        private ConsentPolicy consent = ConsentPolicy.always();
        private Duration consentTimeout = Duration.ofSeconds(1);
        private @Nullable PageViewSink pageViews;
        private @Nullable RandomGenerator random;
        private int order = -200;
        private @Nullable String cookieDomain;
        private SameSite sameSite = SameSite.LAX;
        private boolean httpOnly = true;
        private boolean alwaysSecure;
        private boolean globalPrivacyControl;
        private boolean cookiesOnCacheable = true;
        private Predicate<ServerWebExchange> exchanges = exchange -> true;
        private Duration cookieMaxAge = Duration.ofDays(365);
        EventValidator validator = EventValidator.create();
        InstantSource clock = InstantSource.system();
        String clientIdCookie = VisitorReader.ID_COOKIE;
        List<String> hosts = List.of();

        @Nullable
        String alartCookie;

        int maxValueLength = 1_024;

        private Builder() {}

        /** {@code /**}, every path. The patterns, in Spring's syntax, of which one must match; at least one. */
        public Builder paths(String... patterns) {
            if (patterns.length == 0) {
                throw new IllegalArgumentException("paths must have at least one pattern, not 0");
            }
            this.included = PathFilter.parse(patterns);
            return this;
        }

        /** None. The patterns, in Spring's syntax, of which none may match. */
        public Builder exceptPaths(String... patterns) {
            this.excluded = PathFilter.parse(patterns);
            return this;
        }

        /**
         * All. Which exchanges the filter attributes; asked before the paths. It must be fast and thread-safe and must
         * not block.
         */
        public Builder onlyFor(Predicate<ServerWebExchange> exchanges) {
            this.exchanges = requireNonNull(exchanges, "exchanges");
            return this;
        }

        /**
         * None: any host counts. The site's own hosts, such as {@code www.example.com}, without a port. A client can
         * send any {@code Host}; one that is not listed is not used as {@code event_source_url}, the first of the list
         * is.
         *
         * @throws IllegalArgumentException when one is not a host
         */
        public Builder hosts(String... hosts) {
            this.hosts = Stream.of(hosts).map(Builder::host).toList();
            return this;
        }

        private static String host(String host) {
            try {
                if (HOST_ALONE.matcher(host).matches()) {
                    return DomainUrl.truncate("https://" + host).substring("https://".length());
                }
            } catch (IllegalArgumentException malformed) {
                throw new IllegalArgumentException(NO_HOST + host, malformed);
            }
            throw new IllegalArgumentException(NO_HOST + host);
        }

        /** {@link ConsentPolicy#always()}. Decides before anything is read, set or sent. */
        public Builder consent(ConsentPolicy consent) {
            this.consent = requireNonNull(consent, "consent");
            return this;
        }

        /** 1 s. How long a page waits for the policy before it takes that as a no, from 1 ms to 60 s. */
        public Builder consentTimeout(Duration consentTimeout) {
            this.consentTimeout =
                    Range.require("consentTimeout", consentTimeout, Duration.ofMillis(1), Duration.ofSeconds(60));
            return this;
        }

        /** False. Whether a request with {@code Sec-GPC: 1} counts as a no, and the policy is not asked. */
        public Builder globalPrivacyControl(boolean globalPrivacyControl) {
            this.globalPrivacyControl = globalPrivacyControl;
            return this;
        }

        /**
         * None. Offers a {@code page_view} to {@code sink} after each page: a GET that accepts HTML, with a response of
         * 2xx or 304 that is HTML as far as it tells. Not for HEAD, assets, frames, scripted fetches and prefetches. The
         * response is complete by then, so that nothing the sink does or throws affects the page.
         */
        public Builder automaticPageViews(PageViewSink sink) {
            this.pageViews = requireNonNull(sink, "sink");
            return this;
        }

        /**
         * {@code _lfid}. The first-party cookie whose value is the {@code client_id}. You may name one that your site or
         * a vendor sets. The filter only reads it: a visitor without it, or with a value that cannot be used, gets
         * {@code _lfid} beside it, and the first such value is logged, without the value. A token of 1 to 64 characters.
         */
        public Builder clientIdCookie(String name) {
            this.clientIdCookie = CookieOptions.requireName("clientIdCookie", name);
            return this;
        }

        /**
         * None, since the provider prescribes none. A cookie that keeps {@code alart} for the browser's session. A
         * token of 1 to 64 characters.
         */
        public Builder alartCookie(String name) {
            this.alartCookie = CookieOptions.requireName("alartCookie", name);
            return this;
        }

        /** None, the host alone. The domain whose hosts all share the cookies, such as {@code example.com}. */
        public Builder cookieDomain(String domain) {
            if (!DomainUrl.isHost(domain) || domain.startsWith("[") || domain.endsWith(".")) {
                throw new IllegalArgumentException("cookieDomain must be a domain name in ASCII, not " + domain);
            }
            this.cookieDomain = domain;
            return this;
        }

        /** 365 days. How long a browser keeps {@code _axeid} and the client id, from 1 s to 400 days. */
        public Builder cookieMaxAge(Duration maxAge) {
            this.cookieMaxAge = Range.require("cookieMaxAge", maxAge, Duration.ofSeconds(1), Duration.ofDays(400));
            return this;
        }

        /**
         * {@link SameSite#LAX}. The cookies' {@code SameSite} attribute. {@link SameSite#NONE} needs {@link
         * #alwaysSecure(boolean)} too.
         */
        public Builder sameSite(SameSite sameSite) {
            this.sameSite = requireNonNull(sameSite, "sameSite");
            return this;
        }

        /** True. Whether the cookies are hidden from scripts. */
        public Builder httpOnly(boolean httpOnly) {
            this.httpOnly = httpOnly;
            return this;
        }

        /**
         * False. Whether cookies are {@code Secure} even when the server does not report that the request came by
         * https.
         */
        public Builder alwaysSecure(boolean alwaysSecure) {
            this.alwaysSecure = alwaysSecure;
            return this;
        }

        /**
         * True. Whether a response that shared caches may keep by its {@code Cache-Control} gets cookies. It then
         * becomes {@code private}. If false it gets none, and a click on such a page is not kept.
         */
        public Builder cookiesOnCacheable(boolean cookiesOnCacheable) {
            this.cookiesOnCacheable = cookiesOnCacheable;
            return this;
        }

        /**
         * 1,024. The most characters that {@code aleid}, {@code alart} or a client id may have, as written into a
         * cookie, from 64 to 2,048. All cookies of a site share the few kilobytes that servers allow for a request's
         * headers.
         */
        public Builder maxValueLength(int maxValueLength) {
            this.maxValueLength = Range.require("maxValueLength", maxValueLength, 64, 2_048);
            return this;
        }

        /**
         * {@link EventValidator#create()}. Checks every value from outside; use the client's own if you have changed
         * it.
         */
        public Builder validator(EventValidator validator) {
            this.validator = requireNonNull(validator, "validator");
            return this;
        }

        /** The system's clock. Tells the time of an event; it must be thread-safe. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * A cryptographic generator that {@link #build()} seeds. Client ids are drawn from it; it must be thread-safe
         * and must not block.
         */
        public Builder random(RandomGenerator random) {
            this.random = requireNonNull(random, "random");
            return this;
        }

        /**
         * -200. The filter's {@linkplain Ordered place}. The default is in front of Spring Security, so that the click
         * is kept when the page first sends the visitor to the login.
         */
        public Builder order(int order) {
            this.order = order;
            return this;
        }

        /**
         * The immutable filter; the builder may be used again. May wait for the system's entropy.
         *
         * @throws IllegalArgumentException when two cookies have one name, or {@code SameSite=None} is not always
         *     secure
         */
        public AttributionWebFilter build() {
            requireDistinct(clientIdCookie, VisitorReader.ALEID_COOKIE);
            if (alartCookie != null) {
                requireDistinct(alartCookie, VisitorReader.ALEID_COOKIE);
                requireDistinct(alartCookie, clientIdCookie);
                requireDistinct(alartCookie, VisitorReader.ID_COOKIE);
            }
            if (sameSite == SameSite.NONE && !alwaysSecure) {
                throw new IllegalArgumentException("sameSite NONE needs alwaysSecure, or browsers drop the cookies");
            }
            return new AttributionWebFilter(this);
        }

        private static void requireDistinct(String one, String other) {
            if (one.equals(other)) {
                throw new IllegalArgumentException("two cookies must not have one name: " + one);
            }
        }

        CookieOptions cookieOptions() {
            return new CookieOptions(cookieDomain, sameSite, httpOnly, alwaysSecure, cookieMaxAge);
        }
    }
}

package io.leadflux.reactor.webflux;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.DomainUrl;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Range;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
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
 * keeps a fresh {@code aleid}, the client id cookie keeps a random UUID.
 *
 * <p>Values from outside are untrusted. A value that is too long, blank, malformed or holds personal data or control
 * characters is ignored. Nothing of it is repeated in the response, and it never fails the request. If a parameter or
 * cookie is there several times, the first usable value counts. The address is the one that the server reports: which
 * proxies' headers to trust is the server's setting.
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
    private final FailureLog sinkFailures = new FailureLog("The sink of the automatic page views failed");

    private AttributionWebFilter(Builder builder) {
        RandomGenerator random = builder.random == null ? RandomIds.seeded() : builder.random;
        this.paths = new PathFilter(builder.included, builder.excluded);
        this.consent = new ConsentGate(builder.consent, builder.consentTimeout);
        this.visitors = new VisitorReader(builder, random);
        this.pageViews = builder.pageViews;
        this.order = builder.order;
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
        if (exchange.getAttribute(ATTRIBUTE) != null || !paths.matches(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        return consent.ask(exchange).flatMap(given -> given ? attributed(exchange, chain) : chain.filter(exchange));
    }

    private Mono<Void> attributed(ServerWebExchange exchange, WebFilterChain chain) {
        Attribution attribution;
        try {
            attribution = visitors.read(exchange);
        } catch (RuntimeException e) {
            readFailures.add(e);
            return chain.filter(exchange);
        }
        exchange.getAttributes().put(ATTRIBUTE, attribution);
        Mono<Void> page = chain.filter(exchange).contextWrite(attribution::putInto);
        PageViewSink sink = pageViews;
        return sink != null && Navigation.wantsPage(exchange.getRequest())
                ? page.doOnSuccess(done -> offer(sink, exchange, attribution))
                : page;
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

        private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}";

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
        private Duration cookieMaxAge = Duration.ofDays(365);
        EventValidator validator = EventValidator.create();
        InstantSource clock = InstantSource.system();
        String clientIdCookie = "_lfid";

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

        /**
         * None. Offers a {@code page_view} to {@code sink} after each page: a GET that accepts HTML, with a response of
         * 2xx that is HTML as far as it tells. Not for HEAD, assets, frames, scripted fetches and prefetches. The
         * response is complete by then, so that nothing the sink does or throws affects the page.
         */
        public Builder automaticPageViews(PageViewSink sink) {
            this.pageViews = requireNonNull(sink, "sink");
            return this;
        }

        /**
         * {@code _lfid}. The first-party cookie whose value is the {@code client_id}. You may name one that your site
         * sets already; it is replaced only when its value is unusable. A token of 1 to 64 characters.
         */
        public Builder clientIdCookie(String name) {
            this.clientIdCookie = cookieName("clientIdCookie", name);
            return this;
        }

        /**
         * None, since the provider prescribes none. A cookie that keeps {@code alart} for the browser's session. A
         * token of 1 to 64 characters.
         */
        public Builder alartCookie(String name) {
            this.alartCookie = cookieName("alartCookie", name);
            return this;
        }

        private static String cookieName(String parameter, String name) {
            if (!name.matches(TOKEN)) {
                throw new IllegalArgumentException(parameter + " must be a token of 1 to 64 characters, not " + name);
            }
            return name;
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

package io.leadflux.reactor.webflux;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.DomainUrl;
import io.leadflux.validation.EventValidator;
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
 * <p>When the visitor agrees, by {@link ConsentPolicy}, the filter reads {@code aleid} and {@code alart} from the query,
 * {@code _axeid} and the client id from the cookies, and address, user agent and site from the request. It puts them as an
 * {@link Attribution} into the Reactor Context, and sets the cookies that the browser lacks: {@code _axeid} keeps a fresh
 * {@code aleid}, the client id cookie keeps a random UUID.
 *
 * <p>What comes from outside is untrusted. A value that is too long, blank, malformed or holds personal data or control
 * characters is ignored; nothing of it is repeated in the answer, and it never fails the request. Of a parameter or cookie
 * that is there several times, the first usable value counts. The address is the one that the server tells: which proxies'
 * headers to believe is the server's setting.
 *
 * <p>Paths that end as style sheets, scripts, images, fonts and media do are never touched. Of two filters on one exchange
 * only the first has an effect. Immutable and thread-safe; it blocks no thread and starts none.
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
     * Lets the exchange pass, with its {@link Attribution} where there is one. Work starts at subscription; the page's own
     * signals come through unchanged, on the thread where the {@link ConsentPolicy} answered.
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

        /** Default: {@code /**}, every path. The patterns, in Spring's syntax, of which one must match; at least one. */
        public Builder paths(String... patterns) {
            if (patterns.length == 0) {
                throw new IllegalArgumentException("paths must have at least one pattern, not 0");
            }
            this.included = PathFilter.parse(patterns);
            return this;
        }

        /** Default: none. The patterns, in Spring's syntax, of which none may match. */
        public Builder exceptPaths(String... patterns) {
            this.excluded = PathFilter.parse(patterns);
            return this;
        }

        /** Default: {@link ConsentPolicy#always()}. Who is asked before anything is read, set or sent. */
        public Builder consent(ConsentPolicy consent) {
            this.consent = requireNonNull(consent, "consent");
            return this;
        }

        /** Default: 1 second. How long a page waits for the policy before it takes no for an answer; 1 ms to 60 s. */
        public Builder consentTimeout(Duration consentTimeout) {
            if (consentTimeout.compareTo(Duration.ofMillis(1)) < 0
                    || consentTimeout.compareTo(Duration.ofSeconds(60)) > 0) {
                throw new IllegalArgumentException("consentTimeout must be 1 ms to 60 s, not " + consentTimeout);
            }
            this.consentTimeout = consentTimeout;
            return this;
        }

        /**
         * Default: none. Offers a {@code page_view} to {@code sink} after each page: a GET that accepts HTML, answered by
         * 2xx and nothing else than HTML. Not for HEAD, assets, frames, scripted fetches and what a browser fetches ahead.
         * The page has been answered by then, and what the sink does or throws does not touch it.
         */
        public Builder automaticPageViews(PageViewSink sink) {
            this.pageViews = requireNonNull(sink, "sink");
            return this;
        }

        /**
         * Default: {@code _lfid}. The first-party cookie whose value is the {@code client_id}. One that your site sets
         * already serves as well; it is replaced only when its value is unusable. A token of 1 to 64 characters.
         */
        public Builder clientIdCookie(String name) {
            this.clientIdCookie = cookieName("clientIdCookie", name);
            return this;
        }

        /**
         * Default: none, for the provider prescribes none. A cookie that keeps {@code alart} for the browser's session. A
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

        /** Default: none, the host alone. The domain whose hosts all share the cookies, such as {@code example.com}. */
        public Builder cookieDomain(String domain) {
            if (!DomainUrl.isHost(domain) || domain.startsWith("[") || domain.endsWith(".")) {
                throw new IllegalArgumentException("cookieDomain must be a domain name in ASCII, not " + domain);
            }
            this.cookieDomain = domain;
            return this;
        }

        /** Default: 365 days. How long a browser keeps {@code _axeid} and the client id; 1 s to 400 days. */
        public Builder cookieMaxAge(Duration maxAge) {
            if (maxAge.compareTo(Duration.ofSeconds(1)) < 0 || maxAge.compareTo(Duration.ofDays(400)) > 0) {
                throw new IllegalArgumentException("cookieMaxAge must be 1 s to 400 days, not " + maxAge);
            }
            this.cookieMaxAge = maxAge;
            return this;
        }

        /** Default: {@link SameSite#LAX}. {@link SameSite#NONE} needs {@link #alwaysSecure(boolean)} too. */
        public Builder sameSite(SameSite sameSite) {
            this.sameSite = requireNonNull(sameSite, "sameSite");
            return this;
        }

        /** Default: true, so that no script can read the cookies. */
        public Builder httpOnly(boolean httpOnly) {
            this.httpOnly = httpOnly;
            return this;
        }

        /** Default: false, so that cookies are {@code Secure} when the request came by https, as the server tells. */
        public Builder alwaysSecure(boolean alwaysSecure) {
            this.alwaysSecure = alwaysSecure;
            return this;
        }

        /**
         * Default: 1,024. The most characters that {@code aleid}, {@code alart} or a client id may have, as written into a
         * cookie; 64 to 2,048. All cookies of a site share the few kilobytes that servers allow for a request's headers.
         */
        public Builder maxValueLength(int maxValueLength) {
            if (maxValueLength < 64 || maxValueLength > 2_048) {
                throw new IllegalArgumentException("maxValueLength must be 64 to 2048, not " + maxValueLength);
            }
            this.maxValueLength = maxValueLength;
            return this;
        }

        /** Default: {@link EventValidator#create()}. Judges every value from outside; best the client's own. */
        public Builder validator(EventValidator validator) {
            this.validator = requireNonNull(validator, "validator");
            return this;
        }

        /** Default: the system's clock. What the time of an event is; it must be thread-safe. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Default: a cryptographic generator that {@link #build()} seeds. Where client ids come from; it must be
         * thread-safe and must not block.
         */
        public Builder random(RandomGenerator random) {
            this.random = requireNonNull(random, "random");
            return this;
        }

        /**
         * Default: -200. The filter's {@linkplain Ordered place}; the default is in front of Spring Security, so that the
         * click is kept when the page first sends the visitor to the login.
         */
        public Builder order(int order) {
            this.order = order;
            return this;
        }

        /**
         * The immutable filter; the builder can be used further. It may wait for the system's entropy.
         *
         * @throws IllegalArgumentException when two cookies have one name, or {@code SameSite=None} is not always secure
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

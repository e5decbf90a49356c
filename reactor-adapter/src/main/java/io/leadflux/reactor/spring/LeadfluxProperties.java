package io.leadflux.reactor.spring;

import io.leadflux.reactor.OverflowPolicy;
import io.leadflux.reactor.webflux.SameSite;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties of the auto-configuration. Ranges are checked where a value is used, by the builder it goes to.
 *
 * @param mode What becomes of the events: live sends them, dry-run logs instead of sending, off drops them, emulated
 *     sends them to an emulator within the application
 * @param pixelId The event key of the account; required in the mode live unless the application has an EventSender bean
 * @param apiKey The Conversion API key; this or the file is required in the mode live unless the application has an
 *     ApiKeySupplier bean
 * @param apiKeyFile A file that holds the Conversion API key; read again whenever the provider refuses the key
 * @param endpoint Where batches are sent; the provider's endpoint by default
 * @param allowPlainHttp Whether plain http may go to another machine; key and events are then readable on the way
 * @param closeTimeout How long the application waits at its end for events that have no result yet, from 0 to 7 days
 * @param refusalBudget How many requests the provider may refuse in five minutes before events are held back, from 10
 *     to 100000
 */
@ConfigurationProperties("leadflux")
record LeadfluxProperties(
        @DefaultValue("live") Mode mode,
        @Nullable String pixelId,
        @Nullable String apiKey,
        @Nullable Path apiKeyFile,
        @Nullable URI endpoint,
        @DefaultValue("false") boolean allowPlainHttp,
        @DefaultValue DeliveryTimeout deliveryTimeout,
        @DefaultValue("20s") Duration closeTimeout,
        @DefaultValue Http http,
        @DefaultValue Batch batch,
        @DefaultValue Sink sink,
        @DefaultValue Concurrency concurrency,
        @DefaultValue Retry retry,
        @DefaultValue("95") int refusalBudget,
        @DefaultValue Filter filter,
        @DefaultValue DeadLetters deadLetters) {

    /**
     * How long an event may take from its arrival to its acceptance.
     *
     * @param pageView How long a page_view may take, from 1 ms to 7 days
     * @param generateLead How long a generate_lead may take, from 1 ms to 7 days
     */
    record DeliveryTimeout(
            @DefaultValue("2m") Duration pageView,
            @DefaultValue("24h") Duration generateLead) {}

    /**
     * The connections.
     *
     * @param connectTimeout How long a connection may take to be opened, from 1 ms to 5 minutes
     * @param responseTimeout How long the provider may be silent after a request, from 1 ms to 5 minutes
     * @param maxConnections How many connections may be open at once, from 1 to 4096
     * @param maxIdleTime How long an unused connection is kept, from 1 ms to 5 minutes
     */
    record Http(
            @DefaultValue("5s") Duration connectTimeout,
            @DefaultValue("10s") Duration responseTimeout,
            @DefaultValue("64") int maxConnections,
            @DefaultValue("15s") Duration maxIdleTime) {}

    /**
     * The batches.
     *
     * @param maxEvents How many events a batch may have, from 1 to 100
     * @param maxSize How large the body of a batch may be
     * @param linger How long the first event of a batch waits for company, from 0 to an hour
     */
    record Batch(
            @DefaultValue("100") int maxEvents,
            @DefaultValue("1MB") DataSize maxSize,
            @DefaultValue("50ms") Duration linger) {}

    /**
     * The sink's queue.
     *
     * @param maxEvents How many events may wait, from 2 to 1048576
     * @param maxSize How much memory they may take, estimated, from 1 KB to 1 GB
     * @param overflow What a full sink does with one more event
     */
    record Sink(
            @DefaultValue("16384") int maxEvents,
            @DefaultValue("32MB") DataSize maxSize,
            @DefaultValue("prefer-leads") OverflowPolicy overflow) {}

    /**
     * How many requests may be in flight at once.
     *
     * @param least The fewest, from 1
     * @param most The most, up to 1024; equal to the least for a fixed number
     */
    record Concurrency(
            @DefaultValue("1") int least,
            @DefaultValue("64") int most) {}

    /**
     * How failed requests are repeated.
     *
     * @param minBackoff The first ceiling of the random wait, from 1 ms to an hour
     * @param maxBackoff The last ceiling of the random wait, from the first one to an hour
     * @param share How many retries there may be for each first attempt, from 0 to 10
     * @param perSecond How many more retries there may be in a second, from 0.1 to 10000
     */
    record Retry(
            @DefaultValue("100ms") Duration minBackoff,
            @DefaultValue("30s") Duration maxBackoff,
            @DefaultValue("0.2") double share,
            @DefaultValue("10") double perSecond) {}

    /**
     * The attribution filter of a WebFlux application.
     *
     * @param enabled Whether there is a filter and an argument resolver
     * @param automaticPageViews Whether a page_view is sent after each page
     * @param paths The patterns of which one must match
     * @param exceptPaths The patterns of which none may match
     * @param clientIdCookie The first-party cookie that holds the client_id
     * @param alartCookie A cookie that keeps alart for the browser's session; none by default
     * @param cookieDomain The domain whose hosts share the cookies; the host alone by default
     * @param cookieMaxAge How long a browser keeps the cookies, from 1 s to 400 days
     * @param sameSite The cookies' SameSite attribute; none needs always-secure
     * @param httpOnly Whether the cookies are hidden from scripts
     * @param alwaysSecure Whether the cookies are Secure even where the server sees plain http
     * @param consentTimeout How long a page waits for the ConsentPolicy bean, from 1 ms to 60 s
     * @param maxValueLength How long a value from outside may be, from 64 to 2048 characters
     * @param consentCookie A cookie that means consent, as name:value; asked in addition to a ConsentPolicy bean
     * @param globalPrivacyControl Whether a request with Sec-GPC: 1 counts as a no
     * @param hosts The site's own hosts; any other is replaced by the first of them in event_source_url
     * @param cookiesOnCacheable Whether a response that shared caches may keep gets cookies, and then becomes private
     * @param order The filter's place among others
     */
    record Filter(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("false") boolean automaticPageViews,
            @DefaultValue("/**") List<String> paths,
            @DefaultValue List<String> exceptPaths,
            @DefaultValue("_lfid") String clientIdCookie,
            @Nullable String alartCookie,
            @Nullable String cookieDomain,
            @DefaultValue("365d") Duration cookieMaxAge,
            @DefaultValue("lax") SameSite sameSite,
            @DefaultValue("true") boolean httpOnly,
            @DefaultValue("false") boolean alwaysSecure,
            @DefaultValue("1s") Duration consentTimeout,
            @DefaultValue("1024") int maxValueLength,
            @Nullable String consentCookie,
            @DefaultValue("false") boolean globalPrivacyControl,
            @DefaultValue List<String> hosts,
            @DefaultValue("true") boolean cookiesOnCacheable,
            @DefaultValue("-200") int order) {}

    /**
     * The file of events that were not accepted.
     *
     * @param path Where events that were not accepted are kept for replay; nowhere by default. They hold personal data
     * @param maxFileSize How large each file may become before it is rotated, from 1 KB to 1 TB
     * @param maxFiles How many files there may be before the oldest is deleted, from 1 to 1000; with 1 a full file takes no
     *     more
     */
    record DeadLetters(
            @Nullable Path path,
            @DefaultValue("128MB") DataSize maxFileSize,
            @DefaultValue("8") int maxFiles) {}

    /** The type's name only, for two of the values are secrets. */
    @Override
    public String toString() {
        return "LeadfluxProperties";
    }
}

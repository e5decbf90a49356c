package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the emulator does with one request. Immutable; every {@code with…} returns a changed copy.
 *
 * <p>A delay holds back the response (or the reset), never the processing: an event of a {@link #process()} with a
 * delay is in the ledger before the delay begins.
 */
public final class Response {

    /** How a request ends. */
    enum Ending {
        RESPOND,
        RESET,
        SILENCE
    }

    /** In place of a status: the one that processing results in. */
    static final int STATUS_OF_VERDICT = 0;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Extras NONE = new Extras(Map.of(), "", Duration.ZERO);

    private final boolean processes;
    private final Ending ending;
    private final int status;
    private final Extras extras;

    private record Extras(Map<String, String> headers, String body, Duration delay) {}

    private Response(boolean processes, Ending ending, int status, Extras extras) {
        this.processes = processes;
        this.ending = ending;
        this.status = status;
        this.extras = extras;
    }

    /** Checks the request, records it in the ledger, and responds with the result. Happens without a script, too. */
    public static Response process() {
        return new Response(true, Ending.RESPOND, STATUS_OF_VERDICT, NONE);
    }

    /**
     * Responds with a status without checking the request: the ledger accepts nothing, even when the status is 200.
     *
     * @param status 200 to 599
     */
    public static Response status(int status) {
        return new Response(false, Ending.RESPOND, checked(status), NONE);
    }

    /**
     * Checks the request, records it in the ledger, and responds with this status whatever the result, like a gateway
     * that gave up too early.
     *
     * @param status 200 to 599
     */
    public static Response processThenStatus(int status) {
        return new Response(true, Ending.RESPOND, checked(status), NONE);
    }

    /** Resets the connection once the whole request has been read; the ledger accepts nothing. */
    public static Response reset() {
        return new Response(false, Ending.RESET, STATUS_OF_VERDICT, NONE);
    }

    /** Checks the request, records it in the ledger, and resets the connection: the client cannot know its fate. */
    public static Response processThenReset() {
        return new Response(true, Ending.RESET, STATUS_OF_VERDICT, NONE);
    }

    /** Reads the request and never responds; it ends when the client gives up. The ledger accepts nothing. */
    public static Response silence() {
        return new Response(false, Ending.SILENCE, STATUS_OF_VERDICT, NONE);
    }

    /** Checks the request, records it in the ledger, and never responds. */
    public static Response processThenSilence() {
        return new Response(true, Ending.SILENCE, STATUS_OF_VERDICT, NONE);
    }

    private static int checked(int status) {
        return Bounds.require("status", status, 200, 599);
    }

    /** With {@code Retry-After} as a number of seconds, from 0 to 1,000,000,000. */
    public Response withRetryAfter(long seconds) {
        return withRetryAfter(Long.toString(Bounds.require("seconds", seconds, 0, 1_000_000_000)));
    }

    /** With {@code Retry-After} as an HTTP date, cut to whole seconds. */
    public Response withRetryAfter(Instant date) {
        return withRetryAfter(HTTP_DATE.format(date));
    }

    /** With {@code Retry-After} exactly as given, even if it is malformed. */
    public Response withRetryAfter(String value) {
        return withHeader("Retry-After", value);
    }

    /** With a header, such as {@code X-TRACE-ID}; a second one of the same name replaces the first. */
    public Response withHeader(String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(extras.headers);
        headers.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return with(new Extras(headers, extras.body, extras.delay));
    }

    /** With a body in UTF-8; the default is an empty one. */
    public Response withBody(String body) {
        return with(new Extras(extras.headers, requireNonNull(body, "body"), extras.delay));
    }

    /** With a time between processing and response, from 0 to 365 days; it holds no thread. */
    public Response withDelay(Duration delay) {
        Bounds.require("delay", delay, Duration.ZERO, Duration.ofDays(365));
        return with(new Extras(extras.headers, extras.body, delay));
    }

    private Response with(Extras changed) {
        return new Response(processes, ending, status, changed);
    }

    boolean processes() {
        return processes;
    }

    Ending ending() {
        return ending;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return extras.headers;
    }

    String body() {
        return extras.body;
    }

    Duration delay() {
        return extras.delay;
    }

    @Override
    public String toString() {
        return "Response{processes=" + processes + ", ending=" + ending + ", status=" + status + ", delay="
                + extras.delay + '}';
    }
}

package io.leadflux.reactor.emulator;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the emulator does with one request. Immutable; every {@code with…} gives a changed copy.
 *
 * <p>A delay holds back the answer (or the reset), never the processing: an event of a {@link #process()} with a delay is
 * in the ledger before the delay begins.
 */
public final class Response {

    /** How a request ends. */
    enum Ending {
        RESPOND,
        RESET,
        SILENCE
    }

    /** Stands for the status that processing gives. */
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

    /** Checks the request, notes it in the ledger, answers with the status it deserves; what happens unscripted. */
    public static Response process() {
        return new Response(true, Ending.RESPOND, STATUS_OF_VERDICT, NONE);
    }

    /**
     * Answers with a status without a look at the request: the ledger accepts nothing, even when the status is 200.
     *
     * @param status 200 to 599
     */
    public static Response status(int status) {
        return new Response(false, Ending.RESPOND, checked(status), NONE);
    }

    /**
     * Checks the request, notes it in the ledger, and answers with this status all the same, as a gateway does that gives
     * up too early.
     *
     * @param status 200 to 599
     */
    public static Response processThenStatus(int status) {
        return new Response(true, Ending.RESPOND, checked(status), NONE);
    }

    /** Answers with a redirect, without a look at the request. */
    public static Response redirect(int status, URI location) {
        if (status < 300 || status > 399) {
            throw new IllegalArgumentException("status of a redirect must be 300 to 399, was " + status);
        }
        return status(status).withHeader("Location", location.toString());
    }

    /** Resets the connection once the whole request has been read; the ledger accepts nothing. */
    public static Response reset() {
        return new Response(false, Ending.RESET, STATUS_OF_VERDICT, NONE);
    }

    /** Checks the request, notes it in the ledger, and resets the connection: the client cannot know its fate. */
    public static Response processThenReset() {
        return new Response(true, Ending.RESET, STATUS_OF_VERDICT, NONE);
    }

    /** Reads the request and never answers; it ends when the client gives up. The ledger accepts nothing. */
    public static Response silence() {
        return new Response(false, Ending.SILENCE, STATUS_OF_VERDICT, NONE);
    }

    /** Checks the request, notes it in the ledger, and never answers. */
    public static Response processThenSilence() {
        return new Response(true, Ending.SILENCE, STATUS_OF_VERDICT, NONE);
    }

    private static int checked(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, was " + status);
        }
        return status;
    }

    /** With {@code Retry-After} as a number of seconds. */
    public Response withRetryAfter(long seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("seconds must not be negative, was " + seconds);
        }
        return withRetryAfter(Long.toString(seconds));
    }

    /** With {@code Retry-After} as an HTTP date, cut to whole seconds. */
    public Response withRetryAfter(Instant date) {
        return withRetryAfter(HTTP_DATE.format(date));
    }

    /** With {@code Retry-After} as it stands, a malformed one too. */
    public Response withRetryAfter(String value) {
        return withHeader("Retry-After", value);
    }

    /** With a header; a second one of the same name replaces the first. */
    public Response withHeader(String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(extras.headers);
        headers.put(requireNonNull(name, "name"), requireNonNull(value, "value"));
        return with(new Extras(headers, extras.body, extras.delay));
    }

    /** With a body in UTF-8; the default is an empty one. */
    public Response withBody(String body) {
        return with(new Extras(extras.headers, requireNonNull(body, "body"), extras.delay));
    }

    /** With a time between processing and answer, kept without holding a thread. */
    public Response withDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, was " + delay);
        }
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
        return "Answer{processes=" + processes + ", ending=" + ending + ", status=" + status + ", delay=" + extras.delay
                + '}';
    }
}

package io.leadflux.reactor.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt to deliver a batch came to. Immutable. */
public final class SendResult {

    /** What the client does with a batch after an attempt. */
    public enum Verdict {
        /** 200: every event of the batch is taken. */
        ACCEPTED,
        /**
         * 400, and any other response that is no acceptance and not worth another attempt with the same content: 403
         * and 404, redirects, other 2xx. What it concerns (one event, the batch, everything) shows only in what passes
         * beside it.
         */
        REFUSED,
        /** 413: as {@link #REFUSED}, most likely because the batch has too many bytes. */
        TOO_LARGE,
        /** 401: the key is refused, and nothing of the batch was taken. */
        UNAUTHORIZED,
        /** Worth another attempt: no connection, no final response, 408, 425, 429, and 5xx except 501. */
        RETRY;

        /**
         * The table of statuses. The provider publishes 200, 400 and 401 alone; the rest follows RFC 9110, and a
         * redirect is not followed, since the key would go with it.
         */
        public static Verdict ofStatus(int status) {
            return switch (status) {
                case 200 -> ACCEPTED;
                case 401 -> UNAUTHORIZED;
                case 413 -> TOO_LARGE;
                case 408, 425, 429 -> RETRY;
                default -> status < 200 || (status >= 500 && status <= 599 && status != 501) ? RETRY : REFUSED;
            };
        }
    }

    /** What the head or the body of a response says beside its status. */
    private record Hints(
            @Nullable Duration retryAfter,
            @Nullable String errorCode,
            @Nullable String traceId,
            int badIndex) {

        static final Hints NONE = new Hints(null, null, null, -1);
    }

    private final Verdict verdict;
    private final int status;
    private final boolean fateUnknown;
    private final @Nullable Throwable cause;
    private final Hints hints;

    private SendResult(Verdict verdict, int status, boolean fateUnknown, @Nullable Throwable cause, Hints hints) {
        this.verdict = verdict;
        this.status = status;
        this.fateUnknown = fateUnknown;
        this.cause = cause;
        this.hints = hints;
    }

    private SendResult with(Hints hints) {
        return new SendResult(verdict, status, fateUnknown, cause, hints);
    }

    /** The provider, or something before it, responded with {@code status}. */
    public static SendResult ofStatus(int status) {
        return new SendResult(Verdict.ofStatus(status), status, leavesDoubt(status), null, Hints.NONE);
    }

    /** No byte of the request was written: the batch was certainly not taken. */
    public static SendResult notSent(Throwable cause) {
        return new SendResult(Verdict.RETRY, 0, false, requireNonNull(cause, "cause"), Hints.NONE);
    }

    /** The request was written, at least in part, and no response to it came: the batch may have been taken. */
    public static SendResult noResponse(Throwable cause) {
        return new SendResult(Verdict.RETRY, 0, true, requireNonNull(cause, "cause"), Hints.NONE);
    }

    /**
     * This result with the wait that the response asked for.
     *
     * @param retryAfter not negative, or null when the response asked for none
     */
    public SendResult withRetryAfter(@Nullable Duration retryAfter) {
        return with(new Hints(retryAfter, hints.errorCode, hints.traceId, hints.badIndex));
    }

    /** This result with the provider's own error code, when the response had one. */
    public SendResult withErrorCode(@Nullable String errorCode) {
        return with(new Hints(hints.retryAfter, errorCode, hints.traceId, hints.badIndex));
    }

    /** This result with the provider's trace id, when the response had one. */
    public SendResult withTraceId(@Nullable String traceId) {
        return with(new Hints(hints.retryAfter, hints.errorCode, traceId, hints.badIndex));
    }

    /**
     * This result with the place of the event at fault, when the response named one.
     *
     * @param badIndex counted from 0, or -1 when none was named
     */
    public SendResult withBadIndex(int badIndex) {
        return with(new Hints(hints.retryAfter, hints.errorCode, hints.traceId, badIndex));
    }

    // A 1xx is no final response. Of the 2xx only 200 is published as acceptance; another may be one. A 5xx may follow
    // work that was done before something broke; 503 says that none was begun.
    private static boolean leavesDoubt(int status) {
        boolean success = status > 200 && status <= 299;
        boolean broken = status >= 500 && status <= 599 && status != 503 && status != 501;
        return status < 200 || success || broken;
    }

    /** What the client does next. */
    public Verdict verdict() {
        return verdict;
    }

    /** The status of the response; 0 when none came. */
    public int status() {
        return status;
    }

    /**
     * Whether the batch may have been taken although the verdict is not {@link Verdict#ACCEPTED}: the request was
     * written, at least in part, and nothing conclusive came back. 1xx, 2xx other than 200, 500, 502 and 504 count as
     * inconclusive.
     */
    public boolean fateUnknown() {
        return fateUnknown;
    }

    /** How long the response asked to wait, or null. */
    public @Nullable Duration retryAfter() {
        return hints.retryAfter;
    }

    /** The place in the batch of the event that the response names as being at fault, or -1; a hint, not a verdict. */
    public int badIndex() {
        return hints.badIndex;
    }

    /** The provider's own error code, bounded and printable, or null. */
    public @Nullable String errorCode() {
        return hints.errorCode;
    }

    /** The provider's own name for the request, bounded and printable, or null; its support can look it up. */
    public @Nullable String traceId() {
        return hints.traceId;
    }

    /** What the transport reported when no response came, or null. */
    public @Nullable Throwable cause() {
        return cause;
    }

    /** The result in words, without anything about a person. */
    @Override
    public String toString() {
        if (status == 0) {
            return (fateUnknown ? "no response (" : "not sent (") + causeName() + ')';
        }
        return "status " + status + named(", code ", hints.errorCode) + named(", trace ", hints.traceId);
    }

    private static String named(String name, @Nullable String value) {
        return value == null ? "" : name + value;
    }

    private String causeName() {
        return cause == null ? "unknown" : cause.getClass().getSimpleName();
    }
}

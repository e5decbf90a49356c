package io.leadflux.reactor.webflux;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * The attributes that all cookies of a filter share.
 *
 * @param domain where the cookie is valid in addition to the host itself; null for the host alone
 * @param maxAge how long the browser keeps a cookie that outlives its session
 */
record CookieOptions(
        @Nullable String domain, SameSite sameSite, boolean httpOnly, boolean alwaysSecure, Duration maxAge) {

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}";

    /** {@code name}, if a cookie can have it. */
    static String requireName(String parameter, String name) {
        if (!name.matches(TOKEN)) {
            throw new IllegalArgumentException(parameter + " must be a token of 1 to 64 characters, not " + name);
        }
        return name;
    }

    /** A cookie that the browser keeps for {@link #maxAge()}. */
    ResponseCookie lasting(String name, String value, boolean https) {
        return with(name, value, https).maxAge(maxAge).build();
    }

    /** A cookie that the browser drops when its session ends. */
    ResponseCookie ofSession(String name, String value, boolean https) {
        return with(name, value, https).build();
    }

    private ResponseCookie.ResponseCookieBuilder with(String name, String value, boolean https) {
        return ResponseCookie.from(name, value)
                .path("/")
                .domain(domain)
                .sameSite(sameSite.attribute())
                .httpOnly(httpOnly)
                .secure(alwaysSecure || https);
    }
}

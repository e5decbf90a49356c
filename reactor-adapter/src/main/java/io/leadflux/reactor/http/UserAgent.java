package io.leadflux.reactor.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The {@code User-Agent} of each request: {@code leadflux/<version>}. */
final class UserAgent {

    /** Instead of a version where the build wrote none, as in a development environment. */
    private static final String UNKNOWN = "dev";

    static final String VALUE = "leadflux/" + version(UserAgent.class.getResourceAsStream("version.txt"));

    private UserAgent() {}

    /** The version that {@code resource} holds; closes it. */
    static String version(@Nullable InputStream resource) {
        if (resource == null) {
            return UNKNOWN;
        }
        try (resource) {
            String version = new String(resource.readNBytes(64), UTF_8).strip();
            return version.matches("[0-9A-Za-z.+-]+") ? version : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}

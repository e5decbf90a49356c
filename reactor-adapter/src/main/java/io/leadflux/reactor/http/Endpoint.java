package io.leadflux.reactor.http;

import static java.util.Objects.requireNonNull;

import io.leadflux.event.ClientAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where requests go, and what such a URL must be. */
final class Endpoint {

    static final URI PROVIDER = URI.create("https://b.applovin.com/v1/event");

    private Endpoint() {}

    static URI checked(URI endpoint) {
        requireNonNull(endpoint, "endpoint");
        String scheme = endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("endpoint must be an absolute http or https URL");
        }
        if (endpoint.getHost() == null) {
            throw new IllegalArgumentException("endpoint must have a host");
        }
        if (endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint must have neither user info nor query nor fragment");
        }
        return endpoint;
    }

    static void requireProtected(URI endpoint, boolean allowPlainHttp) {
        boolean plain = endpoint.getScheme().equalsIgnoreCase("http");
        if (plain && !allowPlainHttp && !isLoopback(endpoint.getHost())) {
            throw new IllegalStateException(
                    "endpoint must be https: the API key would travel readable to " + endpoint.getHost());
        }
    }

    static URI requestUri(URI endpoint, String pixelId) {
        return URI.create(endpoint + "?pixel_id=" + URLEncoder.encode(pixelId, StandardCharsets.UTF_8));
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || (ClientAddress.isIpv4(host) && host.startsWith("127."))
                || host.equals("[::1]");
    }
}

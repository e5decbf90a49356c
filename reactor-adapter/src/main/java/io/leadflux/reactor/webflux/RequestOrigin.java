package io.leadflux.reactor.webflux;

import io.leadflux.event.ClientAddress;
import io.leadflux.event.DomainUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Where a request comes from and where it goes, in the words of an event. Believes the server, and reads no header. */
final class RequestOrigin {

    private RequestOrigin() {}

    /** The browser's address as a literal, or null when the server knows none. Never looks a name up. */
    static @Nullable String address(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null) {
            return null;
        }
        // What comes from a forwarded header is unresolved: its host is the text of that header.
        String host = remote.getAddress() == null
                ? remote.getHostString()
                : remote.getAddress().getHostAddress();
        String address = ClientAddress.normalize(host);
        return ClientAddress.isLiteral(address) ? address : null;
    }

    /** The site's scheme and host, or null when the request does not tell. */
    static @Nullable String domain(ServerHttpRequest request) {
        URI uri = request.getURI();
        if (uri.getScheme() == null || uri.getRawAuthority() == null) {
            return null;
        }
        try {
            return DomainUrl.truncate(uri.getScheme() + "://" + uri.getRawAuthority());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

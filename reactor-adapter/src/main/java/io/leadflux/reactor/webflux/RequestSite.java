package io.leadflux.reactor.webflux;

import io.leadflux.event.ClientAddress;
import io.leadflux.event.DomainUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The address a request comes from and the site it goes to, as the server reports them. Reads no header. */
final class RequestSite {

    /** @param domain the event's form of the other two; null when they are not well-formed */
    private record Site(
            String scheme, String authority, @Nullable String domain) {

        boolean isOf(String scheme, String authority) {
            return this.scheme.equals(scheme) && this.authority.equals(authority);
        }
    }

    /**
     * Nearly all requests go to the same site, so the last one is kept. Not more than one: the browser chooses the
     * name.
     */
    private volatile Site last = new Site("", "", null);

    /** The browser's address as a literal, or null when the server knows none. Never looks a name up. */
    static @Nullable String address(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        if (remote == null) {
            return null;
        }
        // An address from a forwarded header is unresolved: its host is the text of that header.
        String host = remote.getAddress() == null
                ? remote.getHostString()
                : remote.getAddress().getHostAddress();
        String address = ClientAddress.normalize(host);
        return ClientAddress.isLiteral(address) ? address : null;
    }

    /** The site's scheme and host, or null when the request does not tell. */
    @Nullable
    String domain(ServerHttpRequest request) {
        URI uri = request.getURI();
        String scheme = uri.getScheme();
        String authority = uri.getRawAuthority();
        if (scheme == null || authority == null) {
            return null;
        }
        Site site = last;
        if (!site.isOf(scheme, authority)) {
            site = new Site(scheme, authority, truncated(scheme, authority));
            last = site;
        }
        return site.domain;
    }

    private static @Nullable String truncated(String scheme, String authority) {
        try {
            return DomainUrl.truncate(scheme + "://" + authority);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

package io.leadflux.reactor.webflux;

import io.leadflux.event.ClientAddress;
import io.leadflux.event.DomainUrl;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The address a request comes from and the site it goes to, as the server reports them. */
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

    private final List<String> hosts;

    /** @param hosts the site's own hosts, of which the first stands in for any other; if there are none, any host counts */
    RequestSite(List<String> hosts) {
        this.hosts = hosts;
    }

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
        String address = ClientAddress.normalize(HeaderText.read(host));
        return ClientAddress.isLiteral(address) ? address : null;
    }

    /** The site's scheme and host, or null when the request does not tell. */
    @Nullable
    String domain(ServerHttpRequest request) {
        URI uri = request.getURI();
        String scheme = uri.getScheme();
        String authority = uri.getRawAuthority();
        if (scheme == null || (authority == null && hosts.isEmpty())) {
            return null;
        }
        String given = authority == null ? "" : authority;
        Site site = last;
        if (!site.isOf(scheme, given)) {
            site = new Site(scheme, given, own(scheme, truncated(scheme, given)));
            last = site;
        }
        return site.domain;
    }

    private @Nullable String own(String scheme, @Nullable String domain) {
        boolean own = domain != null && hosts.contains(domain.substring(domain.indexOf("://") + 3));
        return hosts.isEmpty() || own ? domain : truncated(scheme, hosts.get(0));
    }

    private static @Nullable String truncated(String scheme, String authority) {
        try {
            return DomainUrl.truncate(scheme + "://" + HeaderText.read(authority));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

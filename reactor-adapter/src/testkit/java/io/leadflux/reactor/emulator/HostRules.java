package io.leadflux.reactor.emulator;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which hosts a request may be for: this machine by a loopback name or address, and those that the builder was given.
 * Without it, a page of any site could reach the emulator through a name of its own that resolves to 127.0.0.1 (DNS
 * rebinding), and read what it sends.
 */
final class HostRules {

    private final Set<String> hosts;

    HostRules(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /** Whether there is exactly one Host, and an allowed one. */
    boolean allow(HttpHeaders headers) {
        List<String> values = headers.getAll(HttpHeaderNames.HOST);
        if (values.size() != 1) {
            return false;
        }
        String host = withoutPort(values.get(0)).toLowerCase(Locale.ROOT);
        return isLoopback(host) || hosts.contains(host);
    }

    private static String withoutPort(String value) {
        int colon = value.lastIndexOf(':');
        boolean port =
                colon > value.lastIndexOf(']') && (colon + 1 == value.length() || isPort(value.substring(colon + 1)));
        return port ? value.substring(0, colon) : value;
    }

    private static boolean isPort(String text) {
        return text.length() <= 5 && Characters.isDigits(text.toCharArray(), 0, text.length());
    }

    /** {@code localhost}, a name below it, 127.0.0.0/8 or {@code [::1]}. */
    private static boolean isLoopback(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")) {
            return true;
        }
        return host.startsWith("127.") && AddressLiteral.isIpv4(host.toCharArray(), 0, host.length());
    }
}

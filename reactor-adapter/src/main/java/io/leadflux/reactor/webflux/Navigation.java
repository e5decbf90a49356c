package io.leadflux.reactor.webflux;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.CorsUtils;

/** Tells a person's way through the pages of a site from all other requests. */
final class Navigation {

    private static final Set<String> ASSETS = Set.of(
            "avif",
            "bmp",
            "css",
            "cur",
            "eot",
            "gif",
            "ico",
            "jpeg",
            "jpg",
            "js",
            "map",
            "mjs",
            "mp3",
            "mp4",
            "ogg",
            "otf",
            "png",
            "svg",
            "ttf",
            "wasm",
            "webm",
            "webmanifest",
            "webp",
            "woff",
            "woff2");
    private static final Set<String> FRAMES = Set.of("document", "iframe", "frame", "embed", "object");
    private static final int LONGEST_EXTENSION = "webmanifest".length();

    private Navigation() {}

    /** Whether the path ends as that of a style sheet, script, image, font or media file does. */
    static boolean isAsset(ServerHttpRequest request) {
        String path = request.getURI().getRawPath();
        int dot = path == null ? -1 : path.lastIndexOf('.');
        if (path == null || dot < 0 || path.length() - dot - 1 > LONGEST_EXTENSION) {
            return false;
        }
        return ASSETS.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * Whether a browser asks for a page that a person will see: GET, HTML is named as acceptable, and the browser does
     * not say that it fetches something else, fills a frame or only fetches ahead.
     */
    static boolean wantsPage(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return HttpMethod.GET.equals(request.getMethod())
                && mentionsHtml(headers.getFirst(HttpHeaders.ACCEPT))
                && isOrUnknown(headers.getFirst("Sec-Fetch-Dest"), "document")
                && !isAhead(headers.getFirst("Sec-Purpose"))
                && !isAhead(headers.getFirst("Purpose"));
    }

    /**
     * Whether a browser goes to a page, by a link, a form or a redirect, also within a frame. Without the headers that
     * tell ({@code Sec-Fetch-…}), HTML must be named as acceptable, and no script may have named itself.
     */
    static boolean isNavigation(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String mode = headers.getFirst("Sec-Fetch-Mode");
        if (mode != null) {
            return mode.equals("navigate");
        }
        String destination = headers.getFirst("Sec-Fetch-Dest");
        return mentionsHtml(headers.getFirst(HttpHeaders.ACCEPT))
                && (destination == null || FRAMES.contains(destination))
                && !"XMLHttpRequest".equalsIgnoreCase(headers.getFirst("X-Requested-With"));
    }

    /**
     * Whether cookies serve with this response: on the way to a page, and with a click also elsewhere. Never on a
     * preflight request, on what another site embeds, and on an error of another origin, unless a click led to it.
     *
     * @param click whether the request brought an {@code aleid}
     */
    static boolean takesCookies(ServerHttpRequest request, ServerHttpResponse response, boolean click) {
        if (HttpMethod.OPTIONS.equals(request.getMethod())) {
            return false;
        }
        boolean navigation = isNavigation(request);
        boolean foreign = isForeign(request);
        HttpStatusCode status = response.getStatusCode();
        boolean error = status != null && status.isError();
        if (!navigation) {
            return click && !(foreign && (error || isEmbedded(request)));
        }
        return click || (mayBeHtml(response) && !(foreign && error));
    }

    private static boolean isForeign(ServerHttpRequest request) {
        String site = request.getHeaders().getFirst("Sec-Fetch-Site");
        return site == null ? CorsUtils.isCorsRequest(request) : site.equals("cross-site");
    }

    private static boolean isEmbedded(ServerHttpRequest request) {
        return "no-cors".equals(request.getHeaders().getFirst("Sec-Fetch-Mode"));
    }

    /** Whether a person comes from outside to a page of this site, as far as the browser tells. */
    static boolean isEntry(ServerHttpRequest request) {
        String site = request.getHeaders().getFirst("Sec-Fetch-Site");
        return ("cross-site".equals(site) || "none".equals(site)) && wantsPage(request);
    }

    /**
     * Whether the response shows a page: its status is 2xx, or 304 for one that the browser has kept, and it does not
     * say that it is something else than HTML.
     */
    static boolean isPage(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        boolean shown = status == null || status.is2xxSuccessful() || status.isSameCodeAs(HttpStatus.NOT_MODIFIED);
        return shown && mayBeHtml(response);
    }

    private static boolean mayBeHtml(ServerHttpResponse response) {
        String type = response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return type == null || mentionsHtml(type);
    }

    private static boolean mentionsHtml(@Nullable String types) {
        return types != null && (mentions(types, "text/html") || mentions(types, "application/xhtml+xml"));
    }

    private static boolean isOrUnknown(@Nullable String header, String expected) {
        return header == null || header.equals(expected);
    }

    private static boolean isAhead(@Nullable String purpose) {
        return purpose != null && mentions(purpose, "prefetch");
    }

    /** Whether {@code text} contains {@code word}, in upper or lower case. */
    private static boolean mentions(String text, String word) {
        int last = text.length() - word.length();
        for (int i = 0; i <= last; i++) {
            if (text.regionMatches(true, i, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}

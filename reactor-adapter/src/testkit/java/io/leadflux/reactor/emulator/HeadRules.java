package io.leadflux.reactor.emulator;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * What must be right before the body counts: path (404), method (405), key (401), pixel id and content type (400). The
 * first two are plain HTTP; the provider publishes nothing about them.
 */
final class HeadRules {

    private final String pixelId;
    private final Script script;

    HeadRules(String pixelId, Script script) {
        this.pixelId = pixelId;
        this.script = script;
    }

    @Nullable
    Rejection check(HttpServerRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        if (!uri.rawPath().equals(EndpointEmulator.PATH)) {
            return new Rejection(404, "UNKNOWN_PATH", "path: must be " + EndpointEmulator.PATH);
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return new Rejection(405, "UNKNOWN_METHOD", "method: must be POST");
        }
        HttpHeaders headers = request.requestHeaders();
        List<String> keys = headers.getAll(HttpHeaderNames.AUTHORIZATION);
        if (keys.size() != 1 || !script.accepts(keys.get(0))) {
            return new Rejection(401, "UNAUTHORIZED", "Authorization: must be the API key and nothing else");
        }
        if (!hasPixelId(uri)) {
            return Rejection.badRequest("PIXEL_ID", "pixel_id: must be the event key, once");
        }
        if (!isJson(headers.getAll(HttpHeaderNames.CONTENT_TYPE))) {
            return Rejection.badRequest("CONTENT_TYPE", "Content-Type: must be application/json");
        }
        return null;
    }

    private boolean hasPixelId(QueryStringDecoder uri) {
        try {
            List<String> ids = uri.parameters().get("pixel_id");
            return ids != null && ids.size() == 1 && ids.get(0).equals(pixelId);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** A parameter may follow, but no other character set than UTF-8. */
    private static boolean isJson(List<String> types) {
        if (types.size() != 1) {
            return false;
        }
        String type = types.get(0);
        if (type.equals("application/json")) {
            return true;
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean json = parts[0].strip().equals("application/json");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            json &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        return json;
    }
}

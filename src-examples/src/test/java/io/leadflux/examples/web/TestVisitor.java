package io.leadflux.examples.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser as far as the site can tell: it sends a user agent, and the cookies that it is given here. */
final class TestVisitor {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Site site;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private TestVisitor(Site site) {
        this.site = site;
        headers.put("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        headers.put("Accept", "text/html,application/json;q=0.9,*/*;q=0.8");
    }

    /** A visitor who has agreed to be measured. */
    static TestVisitor agreed(Site site, String aleid) {
        return undecided(site)
                .with("Cookie", "consent=yes; _axeid=" + aleid + "; _lfid=1b4e28ba-2fa1-41d2-883f-0016d3cca427");
    }

    static TestVisitor undecided(Site site) {
        return new TestVisitor(site);
    }

    TestVisitor with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(path, HttpRequest.newBuilder().GET());
    }

    HttpResponse<String> post(String path, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return postRaw(path, body);
    }

    HttpResponse<String> postRaw(String path, String body) throws IOException, InterruptedException {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(String path, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        headers.forEach(request::header);
        URI uri = site.uri(path);
        return HTTP.send(request.uri(uri).build(), BodyHandlers.ofString());
    }

    /** A form without mistakes. */
    static Map<String, String> form(String id) {
        return new LinkedHashMap<>(Map.of(
                "id", id,
                "name", "Ada Lovelace",
                "email", "ada@example.com",
                "phone", "+1 555 010 4477",
                "bill", "LARGE",
                "agreed", "yes"));
    }
}

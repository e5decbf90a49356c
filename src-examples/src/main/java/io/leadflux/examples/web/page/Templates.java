package io.leadflux.examples.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.leadflux.reactor.webflux.Attribution;
import io.leadflux.reactor.webflux.PixelPairing;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** The HTML of all pages, compiled once. All values are escaped. */
public final class Templates {

    private static final List<String> NAMES =
            List.of("landing", "how-it-works", "quote", "thank-you", "privacy", "operations");

    private final Map<String, Template> templates = new TreeMap<>();
    private final boolean operations;

    /** Every page links to the operations page if there is one. */
    Templates(@Value("${leadflux.mode:live}") String mode, @Value("${site.operations:true}") boolean operations) {
        this.operations = operations && !mode.equals("off");
        Mustache.Compiler compiler = Mustache.compiler().withLoader(Templates::open);
        NAMES.forEach(name -> templates.put(name, compiler.compile(open(name))));
    }

    private static Reader open(String name) {
        InputStream file = Templates.class.getResourceAsStream("templates/" + name + ".html");
        return new InputStreamReader(requireNonNull(file, name), UTF_8);
    }

    /**
     * A page. Cold and synchronous.
     *
     * @param name the template
     * @param values what it shows besides the values of all pages
     */
    public Mono<ResponseEntity<String>> page(
            HttpStatus status, String name, ServerWebExchange exchange, Map<String, ?> values) {
        return Mono.deferContextual(context -> Mono.just(ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
                .body(html(name, exchange, context, values))));
    }

    private String html(String name, ServerWebExchange exchange, ContextView context, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>();
        all.put("undecided", !ConsentCookie.isDecided(exchange));
        all.put("here", ReturnPath.of(exchange.getRequest()));
        all.put("pageViewTag", pageViewTag(context));
        all.put("leadTag", "");
        all.put("operations", operations);
        all.putAll(values);
        return requireNonNull(templates.get(name), name).execute(all);
    }

    /** The id of the automatic page view for a browser pixel, so that the two reports count once. */
    private static String pageViewTag(ContextView context) {
        return Attribution.from(context)
                .map(visitor -> PixelPairing.metaTag(visitor.pageView().build()))
                .orElse("");
    }
}

package io.leadflux.reactor.webflux;

import io.leadflux.event.EventName;
import io.leadflux.event.ServerEvent;
import org.springframework.web.util.HtmlUtils;

/**
 * Hands the {@code dedupe_id} of an event to the page, for a browser pixel that reports the same happening: two reports
 * with one id within five minutes count once.
 *
 * <p>The id belongs to one event of one name. A page view's is never to be used for a lead, nor the other way round.
 */
public final class PixelPairing {

    private PixelPairing() {}

    /**
     * An element for the page's head, such as {@code <meta name="leadflux:page_view" content="…">}, where a script
     * finds the id by {@code document.querySelector('meta[name="leadflux:page_view"]').content}. The id is escaped.
     *
     * @throws IllegalArgumentException when the event has no name or no {@code dedupe_id}
     */
    public static String metaTag(ServerEvent event) {
        EventName name = event.name();
        String id = event.dedupeId();
        if (name == null || id == null) {
            throw new IllegalArgumentException("event must have a name and a dedupe_id");
        }
        String content = isPlain(id) ? id : HtmlUtils.htmlEscape(id, "UTF-8");
        return "<meta name=\"leadflux:" + name.wireName() + "\" content=\"" + content + "\">";
    }

    /** As every id is that was made here: letters, digits and hyphens, which need no escape. */
    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-')) {
                return false;
            }
        }
        return true;
    }
}

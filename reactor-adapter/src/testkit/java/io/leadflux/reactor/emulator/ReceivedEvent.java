package io.leadflux.reactor.emulator;

import io.leadflux.event.EventName;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event as it came over the wire. Immutable.
 *
 * <p>{@link #toString()} shows the name and the {@code dedupe_id}, if that has up to 64 letters, digits and {@code - _ .
 * :} and neither many digits without a letter nor 32 hexadecimal digits in a row; and nothing about a person.
 */
public final class ReceivedEvent {

    private static final Pattern PLAIN = Pattern.compile(
            "(?=[A-Za-z0-9._:-]{1,64}\\z)" + "(?!(?:[._:-]*[0-9]){7}[0-9._:-]*\\z)" + "(?!.*[0-9A-Fa-f]{32})" + ".*");

    private final EventName name;
    private final @Nullable String dedupeId;
    private final byte[] json;

    ReceivedEvent(EventName name, @Nullable String dedupeId, byte[] json) {
        this.name = name;
        this.dedupeId = dedupeId;
        this.json = json;
    }

    /** What happened. */
    public EventName name() {
        return name;
    }

    /** The event's {@code dedupe_id}, or null when it was sent without one. */
    public @Nullable String dedupeId() {
        return dedupeId;
    }

    /** The event's JSON object exactly as it was sent, from brace to brace. It holds personal values. */
    public String json() {
        return new String(json, StandardCharsets.UTF_8);
    }

    int size() {
        return json.length;
    }

    @Override
    public String toString() {
        return "ReceivedEvent{name=" + name + ", dedupe_id=" + (isPlain() ? dedupeId : "(withheld)") + '}';
    }

    /** Whether the id is short and neither forges a log line nor can be an e-mail address or a telephone number. */
    private boolean isPlain() {
        return dedupeId == null || PLAIN.matcher(dedupeId).matches();
    }
}

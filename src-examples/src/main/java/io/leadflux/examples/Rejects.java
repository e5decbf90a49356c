package io.leadflux.examples;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.validation.Violation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes one line of JSON for each input line that was not accepted. Thread-safe; every call may block, so calls belong on
 * threads that may.
 */
final class Rejects implements Closeable {

    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("").build();

    private final @Nullable JsonGenerator json;

    private Rejects(@Nullable JsonGenerator json) {
        this.json = json;
    }

    /** Writes nothing. */
    static Rejects none() {
        return new Rejects(null);
    }

    /** Writes to a file, of which any earlier content goes. */
    static Rejects to(Path file) throws IOException {
        return new Rejects(JSON.createGenerator(ObjectWriteContext.empty(), Files.newOutputStream(file)));
    }

    /** A line that was never sent. */
    synchronized void invalid(long line, List<Violation> violations) {
        if (json != null) {
            begin(json, line, Outcome.INVALID);
            writeViolations(json, violations);
            end(json);
        }
    }

    /** A line that has its result and is not accepted. */
    synchronized void result(long line, DeliveryResult result) {
        if (result.outcome() == Outcome.INVALID) {
            invalid(line, result.violations());
        } else if (json != null) {
            begin(json, line, result.outcome());
            writeFailure(json, result);
            end(json);
        }
    }

    private static void begin(JsonGenerator json, long line, Outcome outcome) {
        json.writeStartObject();
        json.writeNumberProperty("line", line);
        json.writeStringProperty("outcome", outcome.name());
    }

    private static void end(JsonGenerator json) {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void writeViolations(JsonGenerator json, List<Violation> violations) {
        json.writeArrayPropertyStart("violations");
        for (Violation violation : violations) {
            json.writeStartObject();
            json.writeStringProperty("field", violation.field());
            json.writeStringProperty("rule", violation.rule().name());
            json.writeStringProperty("message", violation.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeFailure(JsonGenerator json, DeliveryResult result) {
        DeliveryException cause = result.cause();
        if (cause != null) {
            json.writeNumberProperty("status", cause.status());
            json.writeStringProperty("message", String.valueOf(cause.getMessage()));
        }
        json.writeNumberProperty("attempts", result.attempts());
        json.writeBooleanProperty("may_be_duplicate", result.mayBeDuplicate());
        String dedupeId = result.event().dedupeId();
        if (dedupeId != null) {
            json.writeStringProperty("dedupe_id", dedupeId);
        }
    }

    @Override
    public synchronized void close() {
        if (json != null) {
            json.close();
        }
    }
}

package io.leadflux.examples.replay;

import io.leadflux.delivery.DeliveryException;
import io.leadflux.delivery.DeliveryResult;
import io.leadflux.delivery.Outcome;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.examples.terminal.OwnersFile;
import io.leadflux.validation.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes one line of JSON for each input line that was not accepted. Thread-safe. Every call may block, so call it on
 * a thread that may.
 */
final class RejectsFile implements Rejects {

    private static final JsonFactory JSON =
            JsonFactory.builder().rootValueSeparator("").build();

    private final JsonGenerator json;

    private RejectsFile(JsonGenerator json) {
        this.json = json;
    }

    /** Writes to a file and drops its earlier content. The file is its owner's alone; a symbolic link is not followed. */
    static RejectsFile to(Path file) {
        if (Files.isSymbolicLink(file)) {
            throw new CannotRunException("The rejects file " + file + " is a symbolic link, which is not followed.");
        }
        try {
            return new RejectsFile(JSON.createGenerator(ObjectWriteContext.empty(), OwnersFile.truncate(file)));
        } catch (IOException unwritable) {
            throw new CannotRunException("The rejects file " + file + " cannot be written.");
        }
    }

    @Override
    public synchronized void invalid(Place place, List<Violation> violations) {
        write(() -> {
            begin(place, Outcome.INVALID);
            writeViolations(violations);
            end();
        });
    }

    @Override
    public synchronized void failed(Place place, DeliveryResult result) {
        if (result.outcome() == Outcome.INVALID) {
            invalid(place, result.violations());
            return;
        }
        write(() -> {
            begin(place, result.outcome());
            writeFailure(result);
            end();
        });
    }

    private static void write(Runnable writing) {
        try {
            writing.run();
        } catch (JacksonException unwritable) {
            throw new CannotRunException("The rejects could not be written completely.");
        }
    }

    private void begin(Place place, Outcome outcome) {
        json.writeStartObject();
        if (place.file() != null) {
            json.writeStringProperty("file", place.file());
        }
        json.writeNumberProperty("line", place.line());
        json.writeStringProperty("outcome", outcome.name());
    }

    private void end() {
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void writeViolations(List<Violation> violations) {
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

    private void writeFailure(DeliveryResult result) {
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
        write(json::close);
    }
}

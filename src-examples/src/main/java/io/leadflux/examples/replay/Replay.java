package io.leadflux.examples.replay;

import io.leadflux.delivery.Outcome;
import io.leadflux.event.ServerEvent;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.json.EventReader;
import io.leadflux.json.ReadResult;
import io.leadflux.reactor.ConversionClient;
import io.leadflux.reactor.CorrelatedResult;
import io.leadflux.validation.EventValidator;
import io.leadflux.validation.Rule;
import io.leadflux.validation.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Takes the events of a file through a client, or through the validator alone.
 *
 * <p>Lines are read as the client asks for them, on a thread that may block, and results are written down on another one,
 * so no event loop waits for a disk; what is held at once is bounded by the client's window, not by the file.
 */
public final class Replay {

    private static final int RESULTS_AHEAD = 1024;

    private final LineReader lines;
    private final EventReader reader = EventReader.create();
    private final EventValidator validator = EventValidator.create();
    private final Rejects rejects;
    private final @Nullable Pace pace;
    private final Progress progress;
    private final Tally tally;
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /** A replay that reads as fast as the client takes, and shows no progress. */
    public static Replay of(InputStream events, Rejects rejects, Tally tally) {
        return new Replay(LineReader.of(events), rejects, null, Progress.none(), tally);
    }

    /** @param pace holds the reading back, or null */
    Replay(LineReader lines, Rejects rejects, @Nullable Pace pace, Progress progress, Tally tally) {
        this.lines = lines;
        this.rejects = rejects;
        this.pace = pace;
        this.progress = progress;
        this.tally = tally;
    }

    /** Sends every event and returns when each has its result. */
    public void send(ConversionClient client) {
        client.send(wellFormed(), Numbered::event)
                .publishOn(Schedulers.boundedElastic(), RESULTS_AHEAD)
                .doOnNext(this::settle)
                .blockLast();
        finish();
    }

    /**
     * Sends every event through the client's sink, which does not slow the reading, and returns when each has its result.
     *
     * @param maxConcurrency the most requests that the client may have under way
     */
    void sendThroughSink(ConversionClient client, int maxConcurrency) {
        new SinkRun<>(client.sink(), maxConcurrency, Numbered::event).run(wellFormed(), this::settle);
        finish();
    }

    /** Judges every event and sends none. */
    void dryRun() {
        wellFormed().doOnNext(this::judge).blockLast();
        finish();
    }

    private void finish() {
        writeRejects(Rejects::close);
        progress.close();
    }

    /** Reads no further; what was read is still answered for. Safe to call at any time from any thread. */
    void stop() {
        stop.tryEmitEmpty();
    }

    /** What kept the run from its end, as a sentence; null when nothing did. */
    @Nullable
    String failure() {
        return failure.get();
    }

    private Flux<Numbered> wellFormed() {
        return Flux.<InputLine>generate(this::readNext)
                .onErrorResume(unreadable -> {
                    failure.compareAndSet(null, "The input could not be read to its end.");
                    return Flux.empty();
                })
                .subscribeOn(Schedulers.boundedElastic())
                .takeUntilOther(stop.asMono())
                .handle(this::parse);
    }

    private void readNext(SynchronousSink<InputLine> sink) {
        try {
            InputLine line = lines.next();
            if (line == null) {
                sink.complete();
                return;
            }
            if (pace != null) {
                pace.await();
            }
            sink.next(line);
        } catch (IOException unreadable) {
            sink.error(unreadable);
        }
    }

    private void parse(InputLine line, SynchronousSink<Numbered> sink) {
        tally.countRead();
        progress.read(lines.bytesRead());
        if (line.isTooLong()) {
            turnAway(line.number(), List.of(tooLong(line.number())));
            return;
        }
        ReadResult result = reader.read(line.bytes(), 0, line.bytes().length, line.number());
        ServerEvent event = result.event();
        if (event != null && result.violations().isEmpty()) {
            sink.next(new Numbered(line.number(), event));
        } else {
            turnAway(line.number(), result.violations(validator));
        }
    }

    private static Violation tooLong(long line) {
        String message = "is longer than " + LineReader.MAX_LINE_BYTES + " bytes";
        return new Violation("", Rule.INPUT_TOO_LARGE, message, line);
    }

    private void judge(Numbered line) {
        List<Violation> violations = validator.validate(line.event());
        if (!violations.isEmpty()) {
            turnAway(line.number(), violations);
        }
    }

    private void turnAway(long line, List<Violation> violations) {
        tally.count(Outcome.INVALID);
        writeRejects(file -> file.invalid(line, violations));
    }

    private void settle(CorrelatedResult<Numbered> answered) {
        tally.count(answered.result().outcome());
        if (!answered.result().isAccepted()) {
            writeRejects(file -> file.failed(answered.source().number(), answered.result()));
        }
    }

    // A full disk ends the reading, but every event that is under way still gets its result.
    private void writeRejects(Consumer<Rejects> writing) {
        try {
            writing.accept(rejects);
        } catch (CannotRunException unwritable) {
            failure.compareAndSet(null, unwritable.getMessage());
            stop();
        }
    }

    private record Numbered(long number, ServerEvent event) {}
}

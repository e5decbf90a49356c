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
 * Sends the events of a file through a client, or only validates them.
 *
 * <p>Lines are read as the client requests them, on a thread that may block. Results are written on another such
 * thread, so no event loop waits for a disk. The client's demand bounds how much is held at once, not the file's
 * size.
 */
public final class Replay {

    private static final int RESULTS_AHEAD = 1024;

    private final Input input;
    private final EventReader reader = EventReader.create();
    private final EventValidator validator = EventValidator.create();
    private final Rejects rejects;
    private final @Nullable Pace pace;
    private final Progress progress;
    private final ReplayCounts counts;
    private final Sinks.Empty<Void> stop = Sinks.empty();
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /** A replay that reads as fast as the client requests lines, and shows no progress. */
    public static Replay of(InputStream events, Rejects rejects, ReplayCounts counts) {
        return new Replay(Input.of(events), rejects, null, Progress.none(), counts);
    }

    /** @param pace slows the reading, or null */
    Replay(Input input, Rejects rejects, @Nullable Pace pace, Progress progress, ReplayCounts counts) {
        this.input = input;
        this.rejects = rejects;
        this.pace = pace;
        this.progress = progress;
        this.counts = counts;
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
     * Sends every event through the client's sink, which does not slow the reading, and returns when each has its
     * result.
     *
     * @param maxConcurrency the most requests that the client may have in flight
     */
    void sendThroughSink(ConversionClient client, int maxConcurrency) {
        new SinkRun<>(client.sink(), maxConcurrency, Numbered::event).run(wellFormed(), this::settle);
        finish();
    }

    /** Validates every event and sends none. */
    void dryRun() {
        wellFormed().doOnNext(this::validate).blockLast();
        finish();
    }

    private void finish() {
        writeRejects(Rejects::close);
        progress.close();
    }

    /** Stops reading. What was read still gets its result. Any thread may call it at any time. */
    void stop() {
        stop.tryEmitEmpty();
    }

    /** Why the run could not finish, as a sentence; null when it could. */
    @Nullable
    String failure() {
        return failure.get();
    }

    private Flux<Numbered> wellFormed() {
        return Flux.<Placed>generate(this::readNext)
                .onErrorResume(unreadable -> {
                    failure.compareAndSet(null, sentence(unreadable));
                    return Flux.empty();
                })
                .subscribeOn(Schedulers.boundedElastic())
                .takeUntilOther(stop.asMono())
                .handle(this::parse);
    }

    private static @Nullable String sentence(Throwable unreadable) {
        return unreadable instanceof CannotRunException
                ? unreadable.getMessage()
                : "The input could not be read completely.";
    }

    private void readNext(SynchronousSink<Placed> sink) {
        try {
            InputLine line = input.next();
            if (line == null) {
                sink.complete();
                return;
            }
            if (pace != null) {
                pace.await();
            }
            sink.next(new Placed(input.place(line), input.bytesRead(), line));
        } catch (IOException unreadable) {
            sink.error(unreadable);
        }
    }

    private void parse(Placed placed, SynchronousSink<Numbered> sink) {
        counts.countRead();
        progress.read(placed.bytesRead());
        InputLine line = placed.line();
        if (line.isTooLong()) {
            countInvalid(placed.place(), List.of(tooLong(line.number())));
            return;
        }
        ReadResult result = reader.read(line.bytes(), 0, line.bytes().length, line.number());
        ServerEvent event = result.event();
        if (event != null && result.violations().isEmpty()) {
            sink.next(new Numbered(placed.place(), event));
        } else {
            countInvalid(placed.place(), result.violations(validator));
        }
    }

    private static Violation tooLong(long line) {
        String message = "is longer than " + LineReader.MAX_LINE_BYTES + " bytes";
        return new Violation("", Rule.INPUT_TOO_LARGE, message, line);
    }

    private void validate(Numbered line) {
        List<Violation> violations = validator.validate(line.event());
        if (!violations.isEmpty()) {
            countInvalid(line.place(), violations);
        }
    }

    private void countInvalid(Place place, List<Violation> violations) {
        counts.count(Outcome.INVALID);
        writeRejects(file -> file.invalid(place, violations));
    }

    private void settle(CorrelatedResult<Numbered> correlated) {
        counts.count(correlated.result().outcome());
        if (!correlated.result().isAccepted()) {
            writeRejects(file -> file.failed(correlated.source().place(), correlated.result()));
        }
    }

    // A full disk stops the reading, but every event that was read still gets its result.
    private void writeRejects(Consumer<Rejects> writing) {
        try {
            writing.accept(rejects);
        } catch (CannotRunException unwritable) {
            failure.compareAndSet(null, unwritable.getMessage());
            stop();
        }
    }

    private record Placed(Place place, long bytesRead, InputLine line) {}

    private record Numbered(Place place, ServerEvent event) {}
}

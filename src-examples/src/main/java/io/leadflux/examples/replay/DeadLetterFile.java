package io.leadflux.examples.replay;

import io.leadflux.delivery.DeliveryResult;
import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.reactor.deadletter.NdjsonDeadLetters;
import io.leadflux.validation.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Stores each event that was not accepted, for another try. A line that is not an event is left out, since it could
 * not be sent.
 */
final class DeadLetterFile implements Rejects {

    private static final long LIMITED_BY_DISK_ONLY = 1L << 40;

    private final NdjsonDeadLetters letters;

    private DeadLetterFile(NdjsonDeadLetters letters) {
        this.letters = letters;
    }

    /** Appends to a file, on the caller's thread, since that may block. */
    static DeadLetterFile to(Path file) {
        NdjsonDeadLetters letters = NdjsonDeadLetters.builder(file)
                .maxBytes(LIMITED_BY_DISK_ONLY)
                .maxFiles(1)
                .scheduler(Schedulers.immediate())
                .build();
        String why = Files.isSymbolicLink(file) ? "is a symbolic link, which is not followed." : "cannot be written.";
        await(letters.open(), "The dead letter file " + file + ' ' + why);
        return new DeadLetterFile(letters);
    }

    @Override
    public void invalid(Place place, List<Violation> violations) {}

    @Override
    public void failed(Place place, DeliveryResult result) {
        await(letters.handle(result), "The dead letters could not be written completely.");
    }

    @Override
    public void close() {
        await(letters.disposeLater(), "The dead letters could not be written completely.");
    }

    private static void await(Mono<Void> writing, String sentence) {
        writing.onErrorMap(unwritable -> new CannotRunException(sentence)).block();
    }
}

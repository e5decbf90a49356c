package io.leadflux.examples.sample;

import io.leadflux.examples.terminal.CannotRunException;
import io.leadflux.json.EventEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes files of events. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Write a file of varied events; the same options always produce the same file.")
public final class GenerateCommand implements Callable<Integer> {

    /** The seed of the files in {@code data}. */
    static final long SEED = 20_261_101;

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to write; earlier content is dropped.")
    private @Nullable Path file;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many lines. Default: ${DEFAULT-VALUE}.")
    private int events = 1000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + SEED,
            description = "Another seed produces other events. Default: ${DEFAULT-VALUE}.")
    private long seed = SEED;

    @Option(names = "--mixed", description = "Break about 120 of the lines, each differently; at least 200 lines.")
    private boolean mixed;

    @Override
    public Integer call() {
        if (file == null || events < (mixed ? 200 : 1)) {
            throw new CannotRunException("--events must be at least " + (mixed ? 200 : 1) + ", not " + events + '.');
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            if (mixed) {
                writeMixed(out, seed, events);
            } else {
                writeValid(out, seed, events);
            }
            return 0;
        } catch (IOException unwritable) {
            throw new CannotRunException("The file " + file + " cannot be written.");
        }
    }

    static void writeValid(OutputStream out, long seed, int count) throws IOException {
        SampleEvents source = SampleEvents.seeded(seed);
        for (int i = 0; i < count; i++) {
            out.write(EventEncoder.encode(source.next()));
            out.write('\n');
        }
    }

    static void writeMixed(OutputStream out, long seed, int count) throws IOException {
        for (MixedEvents.Line line : MixedEvents.lines(seed, count)) {
            out.write(line.bytes());
            out.write('\n');
        }
    }
}

package io.leadflux.examples.terminal;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Finds the Conversion API key. It is never an argument, since other users of the machine can read those. */
public final class ApiKeys {

    /** The environment variable that holds the key. */
    public static final String VARIABLE = "LEADFLUX_API_KEY";

    private ApiKeys() {}

    /**
     * The key in {@code file}, read again whenever the provider refuses it. Without a file, the key of the
     * environment.
     *
     * @throws CannotRunException when there is no usable key
     */
    public static ApiKeySupplier find(@Nullable Path file, Environment environment) {
        if (file != null) {
            usable(read(file), "The file of --api-key-file");
            return () -> Mono.fromCallable(() -> read(file)).subscribeOn(Schedulers.boundedElastic());
        }
        String key = environment.get(VARIABLE);
        if (key == null || key.isBlank()) {
            throw new CannotRunException("There is no API key: set " + VARIABLE + " or give --api-key-file.");
        }
        return usable(key.strip(), VARIABLE);
    }

    private static ApiKeySupplier usable(String key, String where) {
        try {
            return ApiKeySupplier.of(key);
        } catch (IllegalArgumentException unusable) {
            throw new CannotRunException(where + " has no usable key: a key is printable ASCII without white space.");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new CannotRunException("The API key file " + file + " cannot be read.");
        }
    }
}

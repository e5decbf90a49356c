package io.leadflux.reactor.spring;

import io.leadflux.reactor.delivery.ApiKeySupplier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Reads the key from a file, such as a mounted secret, each time it is asked, so you rotate a key by writing the file.
 * White space around the key is removed. The file may have 8 KiB.
 */
final class ApiKeyFile implements ApiKeySupplier {

    private static final int MAX_BYTES = 8 * 1024;

    private final Path file;

    private ApiKeyFile(Path file) {
        this.file = file;
    }

    /**
     * The supplier; reads the file once to see that it can be used.
     *
     * @throws IllegalArgumentException when it cannot; the message holds nothing of its content
     */
    static ApiKeyFile of(Path file) {
        ApiKeyFile supplier = new ApiKeyFile(file);
        supplier.read();
        return supplier;
    }

    /** The current key, read on {@link Schedulers#boundedElastic()}. */
    @Override
    public Mono<String> apiKey() {
        return Mono.fromCallable(this::read).flatMap(ApiKeySupplier::apiKey).subscribeOn(Schedulers.boundedElastic());
    }

    private ApiKeySupplier read() {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException("the file must have at most " + MAX_BYTES + " bytes");
        }
        return ApiKeySupplier.of(new String(content, StandardCharsets.UTF_8).strip());
    }
}

package io.leadflux.reactor.delivery;

import static java.util.Objects.requireNonNull;

/** What every API key must be, wherever it comes from. */
final class ApiKeyFormat {

    private ApiKeyFormat() {}

    /** The key itself, when a header can carry it as it is; the message of the exception never repeats it. */
    static String require(String apiKey) {
        requireNonNull(apiKey, "apiKey");
        if (apiKey.isBlank()) {
            throw new IllegalArgumentException("apiKey must not be blank");
        }
        if (!apiKey.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("apiKey must be printable ASCII without white space");
        }
        return apiKey;
    }
}

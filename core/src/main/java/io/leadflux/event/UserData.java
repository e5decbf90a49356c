package io.leadflux.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who caused an event: the only seven fields that the provider takes from a restricted advertiser.
 *
 * <p>Immutable; every field may be missing. No field may hold an e-mail address or a telephone number, plain or hashed.
 * {@link #toString()} shows no value.
 */
public final class UserData {

    static final UserData NONE = builder().build();

    private final @Nullable String clientIpAddress;
    private final @Nullable String clientUserAgent;
    private final @Nullable EventSource esi;
    private final @Nullable String aleid;
    private final @Nullable String clientId;
    private final @Nullable String alart;
    private final @Nullable String userId;

    private UserData(Builder builder) {
        this.clientIpAddress = builder.clientIpAddress;
        this.clientUserAgent = builder.clientUserAgent;
        this.esi = builder.esi;
        this.aleid = builder.aleid;
        this.clientId = builder.clientId;
        this.alart = builder.alart;
        this.userId = builder.userId;
    }

    /** A builder without any field set. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder()
                .clientIpAddress(clientIpAddress)
                .clientUserAgent(clientUserAgent)
                .esi(esi)
                .aleid(aleid)
                .clientId(clientId)
                .alart(alart)
                .userId(userId);
    }

    /** The browser's IPv4 or IPv6 literal ({@code client_ip_address}); required by the provider. */
    public @Nullable String clientIpAddress() {
        return clientIpAddress;
    }

    /** The browser's or the device's user agent ({@code client_user_agent}); required by the provider. */
    public @Nullable String clientUserAgent() {
        return clientUserAgent;
    }

    /** Where the event happened ({@code esi}); required by the provider. */
    public @Nullable EventSource esi() {
        return esi;
    }

    /** The {@code aleid} query parameter of the ad click, or null; it identifies the click, not the user. */
    public @Nullable String aleid() {
        return aleid;
    }

    /** The value of a stable first-party cookie ({@code client_id}); one of the three user identifiers. */
    public @Nullable String clientId() {
        return clientId;
    }

    /** The {@code alart} query parameter; one of the three user identifiers. */
    public @Nullable String alart() {
        return alart;
    }

    /** The customer's id in your system, digits only ({@code user_id}); one of the three user identifiers. */
    public @Nullable String userId() {
        return userId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UserData that
                && Objects.equals(clientIpAddress, that.clientIpAddress)
                && Objects.equals(clientUserAgent, that.clientUserAgent)
                && esi == that.esi
                && Objects.equals(aleid, that.aleid)
                && Objects.equals(clientId, that.clientId)
                && Objects.equals(alart, that.alart)
                && Objects.equals(userId, that.userId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(clientIpAddress, clientUserAgent, esi, aleid, clientId, alart, userId);
    }

    /** The type's name only: every field is personal. */
    @Override
    public String toString() {
        return "UserData";
    }

    /** Collects the fields of a {@link UserData}; not thread-safe. A null unsets a field. */
    public static final class Builder {

        private @Nullable String clientIpAddress;
        private @Nullable String clientUserAgent;
        private @Nullable EventSource esi;
        private @Nullable String aleid;
        private @Nullable String clientId;
        private @Nullable String alart;
        private @Nullable String userId;

        private Builder() {}

        /**
         * The browser's address as one IPv4 or IPv6 literal; prefer IPv4 if you know both.
         * {@link ClientAddress#normalize(String)} extracts it from the text of a socket or a proxy header.
         */
        public Builder clientIpAddress(@Nullable String clientIpAddress) {
            this.clientIpAddress = clientIpAddress;
            return this;
        }

        /** The browser's or the device's user agent. */
        public Builder clientUserAgent(@Nullable String clientUserAgent) {
            this.clientUserAgent = clientUserAgent;
            return this;
        }

        /** Where the event happened. */
        public Builder esi(@Nullable EventSource esi) {
            this.esi = esi;
            return this;
        }

        /** The {@code aleid} query parameter of the landing URL, or the {@code _axeid} cookie that kept it. */
        public Builder aleid(@Nullable String aleid) {
            this.aleid = aleid;
            return this;
        }

        /** The value of a first-party cookie, globally unique and the same across sessions. */
        public Builder clientId(@Nullable String clientId) {
            this.clientId = clientId;
            return this;
        }

        /** The {@code alart} query parameter of the landing URL. */
        public Builder alart(@Nullable String alart) {
            this.alart = alart;
            return this;
        }

        /** The customer's id in your system: ASCII digits, as a string. */
        public Builder userId(@Nullable String userId) {
            this.userId = userId;
            return this;
        }

        /** The immutable value; you can go on using the builder. */
        public UserData build() {
            return new UserData(this);
        }
    }
}

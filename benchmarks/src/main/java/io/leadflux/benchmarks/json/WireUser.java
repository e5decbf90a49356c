package io.leadflux.benchmarks.json;

import com.alibaba.fastjson2.annotation.JSONField;
import com.dslplatform.json.CompiledJson;
import com.dslplatform.json.JsonAttribute;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.gson.annotations.SerializedName;
import io.leadflux.event.UserData;
import org.jspecify.annotations.Nullable;

/** The {@code user_data} of a {@link WireEvent}. */
@CompiledJson
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class WireUser {

    /** One IP literal. */
    @JsonProperty("client_ip_address")
    @JSONField(name = "client_ip_address", ordinal = 1)
    @SerializedName("client_ip_address")
    @JsonAttribute(name = "client_ip_address")
    public @Nullable String clientIpAddress;

    /** The {@code User-Agent} header. */
    @JsonProperty("client_user_agent")
    @JSONField(name = "client_user_agent", ordinal = 2)
    @SerializedName("client_user_agent")
    @JsonAttribute(name = "client_user_agent")
    public @Nullable String clientUserAgent;

    /** The id of the ad click. */
    @JSONField(ordinal = 3)
    public @Nullable String aleid;

    /** The customer's id. */
    @JsonProperty("user_id")
    @JSONField(name = "user_id", ordinal = 4)
    @SerializedName("user_id")
    @JsonAttribute(name = "user_id")
    public @Nullable String userId;

    /** The first-party cookie. */
    @JsonProperty("client_id")
    @JSONField(name = "client_id", ordinal = 5)
    @SerializedName("client_id")
    @JsonAttribute(name = "client_id")
    public @Nullable String clientId;

    /** A token from the landing URL. */
    @JSONField(ordinal = 6)
    public @Nullable String alart;

    /** Web or app. */
    @JSONField(ordinal = 7)
    public @Nullable String esi;

    static WireUser of(UserData user) {
        WireUser wire = new WireUser();
        wire.clientIpAddress = user.clientIpAddress();
        wire.clientUserAgent = user.clientUserAgent();
        wire.aleid = user.aleid();
        wire.userId = user.userId();
        wire.clientId = user.clientId();
        wire.alart = user.alart();
        wire.esi = user.esi() == null ? null : user.esi().wireName();
        return wire;
    }
}

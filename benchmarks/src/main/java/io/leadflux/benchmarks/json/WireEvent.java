package io.leadflux.benchmarks.json;

import com.alibaba.fastjson2.JSONWriter;
import com.alibaba.fastjson2.annotation.JSONField;
import com.dslplatform.json.CompiledJson;
import com.dslplatform.json.JsonAttribute;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.annotations.SerializedName;
import io.leadflux.event.ServerEvent;
import org.jspecify.annotations.Nullable;

/** An event in the shape that suits JSON libraries best: public fields with the provider's names. */
@CompiledJson
@JsonPropertyOrder({"event_time", "event_source_url", "name", "user_data", "data", "dedupe_id"})
@JsonInclude(JsonInclude.Include.NON_NULL)
public final class WireEvent {

    /** In milliseconds since the Unix epoch. */
    @JsonProperty("event_time")
    @JSONField(name = "event_time", ordinal = 1)
    @SerializedName("event_time")
    @JsonAttribute(name = "event_time")
    public @Nullable Long eventTime;

    /** Scheme and host. */
    @JsonProperty("event_source_url")
    @JSONField(name = "event_source_url", ordinal = 2)
    @SerializedName("event_source_url")
    @JsonAttribute(name = "event_source_url")
    public @Nullable String eventSourceUrl;

    /** The event's name. */
    @JSONField(ordinal = 3)
    public @Nullable String name;

    /** The visitor. */
    @JsonProperty("user_data")
    @JSONField(name = "user_data", ordinal = 4)
    @SerializedName("user_data")
    @JsonAttribute(name = "user_data")
    public @Nullable WireUser userData;

    /** The value of a lead; written even when it is null. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JSONField(ordinal = 5, serializeFeatures = JSONWriter.Feature.WriteNulls)
    @JsonAdapter(value = GsonData.class, nullSafe = false)
    @JsonAttribute(includeToMinimal = JsonAttribute.IncludePolicy.ALWAYS)
    public @Nullable WireData data;

    /** The id by which the provider merges duplicates. */
    @JsonProperty("dedupe_id")
    @JSONField(name = "dedupe_id", ordinal = 6)
    @SerializedName("dedupe_id")
    @JsonAttribute(name = "dedupe_id")
    public @Nullable String dedupeId;

    /** The same event in this shape. */
    public static WireEvent of(ServerEvent event) {
        WireEvent wire = new WireEvent();
        wire.eventTime = event.eventTime();
        wire.eventSourceUrl = event.eventSourceUrl();
        wire.name = event.name() == null ? null : event.name().wireName();
        wire.userData = event.userData() == null ? null : WireUser.of(event.userData());
        wire.data = event.data() == null ? null : WireData.of(event.data());
        wire.dedupeId = event.dedupeId();
        return wire;
    }
}

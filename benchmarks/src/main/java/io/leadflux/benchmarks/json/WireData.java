package io.leadflux.benchmarks.json;

import com.dslplatform.json.CompiledJson;
import io.leadflux.event.EventData;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The {@code data} of a {@link WireEvent}. */
@CompiledJson
public final class WireData {

    /** An ISO 4217 code. */
    public @Nullable String currency;

    /** The amount in that currency. */
    public @Nullable BigDecimal value;

    static WireData of(EventData data) {
        WireData wire = new WireData();
        wire.currency = data.currency();
        wire.value = data.value();
        return wire;
    }
}

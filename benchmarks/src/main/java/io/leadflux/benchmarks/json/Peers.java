package io.leadflux.benchmarks.json;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.runtime.Settings;

/** How a peer has to be set up to do the same job as we do. */
final class Peers {

    private Peers() {}

    /** Leaves out what is null, but for the fields that say otherwise. */
    static DslJson<Object> dslJson() {
        return new DslJson<>(Settings.withRuntime().includeServiceLoader().skipDefaultValues(true));
    }
}

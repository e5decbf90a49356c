package io.leadflux.benchmarks.json;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.runtime.Settings;

/** How a peer is configured to do the same job as our encoder and reader. */
final class Peers {

    private Peers() {}

    /** Leaves out null fields, except those annotated otherwise. */
    static DslJson<Object> dslJson() {
        return new DslJson<>(Settings.withRuntime().includeServiceLoader().skipDefaultValues(true));
    }
}

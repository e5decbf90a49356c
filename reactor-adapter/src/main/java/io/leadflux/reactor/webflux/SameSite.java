package io.leadflux.reactor.webflux;

/** When a browser sends a cookie along with a request that another site caused. */
public enum SameSite {
    /** Only when the visitor follows a link to this site. */
    LAX("Lax"),
    /** Never: a visitor who comes by a link looks like a new one until the next page. */
    STRICT("Strict"),
    /** Always, also within a frame on another site; browsers take it with {@code Secure} only. */
    NONE("None");

    private final String attribute;

    SameSite(String attribute) {
        this.attribute = attribute;
    }

    /** The value of the cookie's attribute. */
    String attribute() {
        return attribute;
    }
}

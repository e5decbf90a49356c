package io.leadflux.validation;

/** What an event can break; each constant says where the rule comes from. */
public enum Rule {
    /** The input is no JSON. */
    MALFORMED_JSON,
    /** Bytes that are no UTF-8. */
    MALFORMED_UTF8,
    /** The input is longer than the reader takes. */
    INPUT_TOO_LARGE,
    /** Something stands behind the event. */
    TRAILING_CONTENT,
    /** A field that the provider does not list. */
    UNKNOWN_FIELD,
    /** A field that stands twice in one object. */
    DUPLICATE_FIELD,
    /** A field whose JSON type is not the provider's. */
    WRONG_TYPE,
    /** A value outside a closed list, such as another event name. */
    UNKNOWN_VALUE,
    /** NaN or an infinity. */
    NOT_A_NUMBER,
    /** The event alone is larger than a batch may be. */
    EVENT_TOO_LARGE
}

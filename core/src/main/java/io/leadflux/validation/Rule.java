package io.leadflux.validation;

/**
 * What an event can break. Each constant names the source of its rule: the provider's field table, the provider's
 * policy for restricted advertisers, a public standard, or a safe default of Leadflux where nothing is published.
 */
public enum Rule {

    // ---- reading: the JSON text
    // --------------------------------------------------------------------------------------

    /** The input is not a JSON object. Source: the provider takes JSON, and an event is an object (RFC 8259). */
    MALFORMED_JSON,
    /** The input holds bytes that are not UTF-8. Source: JSON between systems is UTF-8 (RFC 8259, section 8.1). */
    MALFORMED_UTF8,
    /** The input is longer than the reader accepts. Source: safe default; the limit is the reader's option. */
    INPUT_TOO_LARGE,
    /** The event is followed by something else. Source: safe default; one input is one event. */
    TRAILING_CONTENT,
    /** A field that the provider's table does not list. Source: policy; no other field may be sent. */
    UNKNOWN_FIELD,
    /** A field that occurs twice in one object. Source: RFC 8259, section 4; which of them counts is undefined. */
    DUPLICATE_FIELD,
    /** A field whose JSON type is not the one in the provider's field table. */
    WRONG_TYPE,
    /** A value outside a closed list, such as another event name. Source: the provider's field table. */
    UNKNOWN_VALUE,
    /** NaN or an infinity in place of a number. Source: JSON has neither (RFC 8259, section 6). */
    NOT_A_NUMBER,

    // ---- batching
    // ----------------------------------------------------------------------------------------------------

    /** The event alone is larger than a batch may be. Source: safe default; the limit is an option of the batch. */
    EVENT_TOO_LARGE,

    // ---- filters of the client
    // --------------------------------------------------------------------------------------

    /** The consent predicate refused the event, or failed. Source: your own option. */
    CONSENT_WITHHELD,
    /** The transformer failed. Source: your own option; an event that is half transformed is not sent. */
    TRANSFORMATION_FAILED,

    // ---- name, event_time
    // --------------------------------------------------------------------------------------------

    /** {@code name} is missing. Source: the provider's field table. */
    NAME_REQUIRED,
    /** {@code event_time} is missing. Source: the provider's field table. */
    EVENT_TIME_REQUIRED,
    /** {@code event_time} has ten digits: seconds. Source: the provider's field table asks for milliseconds. */
    EVENT_TIME_IN_SECONDS,
    /**
     * {@code event_time} has sixteen digits: microseconds. Source: the provider's field table asks for milliseconds.
     */
    EVENT_TIME_IN_MICROSECONDS,
    /**
     * {@code event_time} has nineteen digits: nanoseconds. Source: the provider's field table asks for milliseconds.
     */
    EVENT_TIME_IN_NANOSECONDS,
    /**
     * {@code event_time} is negative or has fewer than thirteen digits, yet not ten: before 2001-09-09 in milliseconds.
     * Source: the provider's field table asks for the current time.
     */
    EVENT_TIME_IMPLAUSIBLE,
    /**
     * {@code event_time} is later than now plus a tolerance. Source: the provider's field table asks for the current
     * time; the tolerance is a safe default.
     */
    EVENT_TIME_IN_FUTURE,
    /**
     * {@code event_time} is older than the maximum age. Source: your own option; by default there is no maximum age.
     */
    EVENT_TIME_TOO_OLD,

    // ---- event_source_url
    // --------------------------------------------------------------------------------------------

    /** {@code event_source_url} is missing or blank. Source: the provider's field table. */
    URL_REQUIRED,
    /** The URL does not begin with {@code http://} or {@code https://}. Source: the provider's field table. */
    URL_SCHEME,
    /** The URL has no host. Source: the provider's field table. */
    URL_HOST_REQUIRED,
    /**
     * The URL's host is neither a domain name in ASCII nor an IP literal. Source: RFC 3986, section 3.2.2; RFC 1123.
     */
    URL_HOST_MALFORMED,
    /** The URL has user info before the host. Source: the provider's field table; truncated to the domain. */
    URL_USER_INFO,
    /** The URL has a port. Source: the provider's field table; truncated to the domain. */
    URL_PORT,
    /** The URL has a path beyond {@code /}. Source: the provider's field table; truncated to the domain. */
    URL_PATH,
    /** The URL has a query, even if empty. Source: the provider's field table; truncated to the domain. */
    URL_QUERY,
    /** The URL has a fragment, even if empty. Source: the provider's field table; truncated to the domain. */
    URL_FRAGMENT,
    /** The URL holds white space. Source: RFC 3986, section 2. */
    URL_WHITE_SPACE,

    // ---- data
    // --------------------------------------------------------------------------------------------------------

    /** A {@code page_view} has {@code data}. Source: the provider's field table; it is written as null. */
    DATA_FORBIDDEN,
    /** A {@code generate_lead} has no {@code data}. Source: the provider's field table. */
    DATA_REQUIRED,
    /** {@code currency} is missing or blank. Source: the provider's field table. */
    CURRENCY_REQUIRED,
    /** {@code currency} is not three upper-case ASCII letters. Source: ISO 4217. */
    CURRENCY_MALFORMED,
    /**
     * {@code currency} is not money in use today: unknown, withdrawn, a metal, a fund or a test code. Source: ISO 4217,
     * by Leadflux's dated list; an option extends it.
     */
    CURRENCY_NOT_IN_USE,
    /** {@code value} is missing. Source: the provider's field table. */
    VALUE_REQUIRED,
    /** {@code value} is below the minimum. Source: safe default of 0; the provider mentions no negative value. */
    VALUE_BELOW_MINIMUM,
    /** {@code value} written without an exponent has too many characters. Source: safe default. */
    VALUE_TOO_LONG,

    // ---- user_data
    // ---------------------------------------------------------------------------------------------------

    /** {@code user_data} is missing. Source: the provider's field table. */
    USER_DATA_REQUIRED,
    /** {@code esi} is missing. Source: the provider's field table. */
    ESI_REQUIRED,
    /** {@code client_user_agent} is missing or blank. Source: the provider's field table. */
    USER_AGENT_REQUIRED,
    /**
     * {@code client_id}, {@code alart} and {@code user_id} are all missing or blank. Source: the provider's field
     * table; {@code aleid} does not count.
     */
    IDENTIFIER_REQUIRED,
    /** {@code user_id} holds other characters than ASCII digits. Source: the provider's field table. */
    USER_ID_NOT_DIGITS,

    // ---- user_data.client_ip_address
    // ---------------------------------------------------------------------------------

    /** {@code client_ip_address} is missing or blank. Source: the provider's field table. */
    ADDRESS_REQUIRED,
    /** The address has white space around or within it. Source: the provider's field table; no spaces. */
    ADDRESS_SPACE,
    /** Several addresses, as in a proxy's header. Source: the provider's field table; one literal. */
    ADDRESS_LIST,
    /** The address has a port. Source: the provider's field table; a literal alone. */
    ADDRESS_PORT,
    /** The address is in brackets. Source: the provider's field table; brackets belong to URLs (RFC 3986). */
    ADDRESS_BRACKETS,
    /**
     * The address has a zone such as {@code %eth0}, which means nothing on another host. Source: RFC 4007, section 11.
     */
    ADDRESS_ZONE,
    /** The address is a network with a prefix length. Source: the provider's field table; one browser's address. */
    ADDRESS_CIDR,
    /**
     * A part of the IPv4 address has leading zeros, which some systems read as octal. Source: RFC 6943, section 3.1.1.
     */
    ADDRESS_LEADING_ZERO,
    /** The address is not an IPv4 or IPv6 literal, and no other address rule says why. Source: RFC 4291, RFC 6943. */
    ADDRESS_NOT_LITERAL,

    // ---- every string
    // ------------------------------------------------------------------------------------------------

    /** An optional string is blank; leave it out instead. Source: safe default. */
    BLANK_STRING,
    /** A string holds a control character: C0, DEL or C1. Source: safe default. */
    CONTROL_CHARACTER,
    /** A string holds half a surrogate pair, which UTF-8 cannot express. Source: Unicode, section 3.9. */
    LONE_SURROGATE,
    /** A string is longer than the maximum. Source: safe default. */
    STRING_TOO_LONG,
    /**
     * {@code dedupe_id} equals {@code aleid}: every event of one click would be merged into one. Source: the provider's
     * field table; they are not the same thing.
     */
    DEDUPE_ID_IS_ALEID,

    // ---- personal data; the only rules that an option switches off
    // -----------------------------------------------------

    /**
     * A string holds an e-mail address, {@code @} plain or percent-encoded. Source: policy; forbidden anywhere in the
     * payload.
     */
    EMAIL_ADDRESS,
    /**
     * An identifier or {@code dedupe_id} holds a telephone number. Source: policy; forbidden anywhere in the payload.
     */
    PHONE_NUMBER,
    /**
     * An identifier or {@code dedupe_id} is most likely the MD5, SHA-1 or SHA-256 of an e-mail address or telephone
     * number. Source: policy; forbidden hashed as well.
     */
    HASHED_PERSONAL_DATA;

    /**
     * Whether the rule guards against personal data; {@link EventValidator.Builder#switchOff(Rule)} takes only those.
     */
    public boolean isPersonalData() {
        return this == EMAIL_ADDRESS || this == PHONE_NUMBER || this == HASHED_PERSONAL_DATA;
    }
}

package io.leadflux.validation;

/** The fields' paths as the provider spells them. */
final class WirePath {

    static final String NAME = "name";
    static final String EVENT_TIME = "event_time";
    static final String EVENT_SOURCE_URL = "event_source_url";
    static final String DEDUPE_ID = "dedupe_id";
    static final String DATA = "data";
    static final String CURRENCY = "data.currency";
    static final String VALUE = "data.value";
    static final String USER_DATA = "user_data";
    static final String CLIENT_IP_ADDRESS = "user_data.client_ip_address";
    static final String CLIENT_USER_AGENT = "user_data.client_user_agent";
    static final String ESI = "user_data.esi";
    static final String ALEID = "user_data.aleid";
    static final String CLIENT_ID = "user_data.client_id";
    static final String ALART = "user_data.alart";
    static final String USER_ID = "user_data.user_id";

    private WirePath() {}
}

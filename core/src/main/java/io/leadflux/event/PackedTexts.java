package io.leadflux.event;

import org.jspecify.annotations.Nullable;

/**
 * The texts of an event, one behind the other in a single string, and where each ends: what a {@linkplain ServerEvent#pack()
 * packed} event holds in their place. Immutable.
 *
 * <p>The order is: {@code event_source_url}, {@code client_ip_address}, {@code client_user_agent}, {@code user_id},
 * {@code aleid}, {@code client_id}, {@code alart}, {@code dedupe_id}. Each begins where the one before it ends; the last ends
 * with the string. A missing one is of length 0, and {@link #has(int)} tells it from an empty one.
 */
public final class PackedTexts {

    /** Stands for {@code event_source_url} in {@link #has(int)}. */
    public static final int EVENT_SOURCE_URL = 1;
    /** Stands for {@code client_ip_address} in {@link #has(int)}. */
    public static final int CLIENT_IP_ADDRESS = 1 << 1;
    /** Stands for {@code client_user_agent} in {@link #has(int)}. */
    public static final int CLIENT_USER_AGENT = 1 << 2;
    /** Stands for {@code user_id} in {@link #has(int)}. */
    public static final int USER_ID = 1 << 3;
    /** Stands for {@code aleid} in {@link #has(int)}. */
    public static final int ALEID = 1 << 4;
    /** Stands for {@code client_id} in {@link #has(int)}. */
    public static final int CLIENT_ID = 1 << 5;
    /** Stands for {@code alart} in {@link #has(int)}. */
    public static final int ALART = 1 << 6;
    /** Stands for {@code dedupe_id} in {@link #has(int)}. */
    public static final int DEDUPE_ID = 1 << 7;
    /** Stands for {@code user_data} in {@link #has(int)}. */
    public static final int USER_DATA = 1 << 8;

    private final String text;
    private final int urlEnd;
    private final int addressEnd;
    private final int userAgentEnd;
    private final int userIdEnd;
    private final int aleidEnd;
    private final int clientIdEnd;
    private final int alartEnd;
    private final int there;
    private final @Nullable EventSource esi;

    PackedTexts(@Nullable String eventSourceUrl, @Nullable UserData userData, @Nullable String dedupeId) {
        UserData user = userData == null ? UserData.NONE : userData;
        String url = orEmpty(eventSourceUrl);
        String address = orEmpty(user.clientIpAddress());
        String userAgent = orEmpty(user.clientUserAgent());
        String userId = orEmpty(user.userId());
        String aleid = orEmpty(user.aleid());
        String clientId = orEmpty(user.clientId());
        String alart = orEmpty(user.alart());
        this.text = url + address + userAgent + userId + aleid + clientId + alart + orEmpty(dedupeId);
        this.urlEnd = url.length();
        this.addressEnd = urlEnd + address.length();
        this.userAgentEnd = addressEnd + userAgent.length();
        this.userIdEnd = userAgentEnd + userId.length();
        this.aleidEnd = userIdEnd + aleid.length();
        this.clientIdEnd = aleidEnd + clientId.length();
        this.alartEnd = clientIdEnd + alart.length();
        this.there = bit(EVENT_SOURCE_URL, eventSourceUrl)
                | bit(CLIENT_IP_ADDRESS, user.clientIpAddress())
                | bit(CLIENT_USER_AGENT, user.clientUserAgent())
                | bit(USER_ID, user.userId())
                | bit(ALEID, user.aleid())
                | bit(CLIENT_ID, user.clientId())
                | bit(ALART, user.alart())
                | bit(DEDUPE_ID, dedupeId)
                | bit(USER_DATA, userData);
        this.esi = user.esi();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int bit(int bit, @Nullable Object value) {
        return value == null ? 0 : bit;
    }

    /** All texts. */
    public String text() {
        return text;
    }

    /** Whether what stands for one of the constants is there; it may be empty. */
    public boolean has(int which) {
        return (there & which) != 0;
    }

    /** Where {@code event_source_url} ends. */
    public int urlEnd() {
        return urlEnd;
    }

    /** Where {@code client_ip_address} ends. */
    public int addressEnd() {
        return addressEnd;
    }

    /** Where {@code client_user_agent} ends. */
    public int userAgentEnd() {
        return userAgentEnd;
    }

    /** Where {@code user_id} ends. */
    public int userIdEnd() {
        return userIdEnd;
    }

    /** Where {@code aleid} ends. */
    public int aleidEnd() {
        return aleidEnd;
    }

    /** Where {@code client_id} ends. */
    public int clientIdEnd() {
        return clientIdEnd;
    }

    /** Where {@code alart} ends. */
    public int alartEnd() {
        return alartEnd;
    }

    /** Where the event happened ({@code esi}), or null when missing. */
    public @Nullable EventSource esi() {
        return esi;
    }

    @Nullable
    String eventSourceUrl() {
        return part(EVENT_SOURCE_URL, 0, urlEnd);
    }

    @Nullable
    String dedupeId() {
        return part(DEDUPE_ID, alartEnd, text.length());
    }

    @Nullable
    UserData userData() {
        if (!has(USER_DATA)) {
            return null;
        }
        return UserData.builder()
                .clientIpAddress(part(CLIENT_IP_ADDRESS, urlEnd, addressEnd))
                .clientUserAgent(part(CLIENT_USER_AGENT, addressEnd, userAgentEnd))
                .userId(part(USER_ID, userAgentEnd, userIdEnd))
                .aleid(part(ALEID, userIdEnd, aleidEnd))
                .clientId(part(CLIENT_ID, aleidEnd, clientIdEnd))
                .alart(part(ALART, clientIdEnd, alartEnd))
                .esi(esi)
                .build();
    }

    private @Nullable String part(int which, int start, int end) {
        return has(which) ? text.substring(start, end) : null;
    }

    /** How many characters; nothing of them. */
    @Override
    public String toString() {
        return "PackedTexts{length=" + text.length() + '}';
    }
}

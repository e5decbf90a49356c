package io.leadflux.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadflux.event.EventData;
import io.leadflux.event.EventName;
import io.leadflux.event.EventSource;
import io.leadflux.event.ServerEvent;
import io.leadflux.event.UserData;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Converts another parser's tree to an event; fails on a field that is not in the provider's list. */
record EventTree(JsonNode root) {

    private static final Set<String> FIELDS =
            Set.of("event_time", "event_source_url", "name", "user_data", "data", "dedupe_id");

    ServerEvent event() {
        assertThat(root.propertyNames()).isSubsetOf(FIELDS).contains("data");
        return ServerEvent.builder()
                .eventTime(EventTree.<Long>of(root, "event_time", JsonNode::longValue))
                .eventSourceUrl(of(root, "event_source_url", JsonNode::stringValue))
                .name(of(root, "name", node -> EventName.ofWireName(node.stringValue())))
                .userData(of(root, "user_data", EventTree::userData))
                .data(root.get("data").isNull() ? null : data(root.get("data")))
                .dedupeId(of(root, "dedupe_id", JsonNode::stringValue))
                .build();
    }

    private static UserData userData(JsonNode node) {
        return UserData.builder()
                .clientIpAddress(of(node, "client_ip_address", JsonNode::stringValue))
                .clientUserAgent(of(node, "client_user_agent", JsonNode::stringValue))
                .aleid(of(node, "aleid", JsonNode::stringValue))
                .userId(of(node, "user_id", JsonNode::stringValue))
                .clientId(of(node, "client_id", JsonNode::stringValue))
                .alart(of(node, "alart", JsonNode::stringValue))
                .esi(of(node, "esi", value -> EventSource.ofWireName(value.stringValue())))
                .build();
    }

    private static EventData data(JsonNode node) {
        return EventData.ofNullable(
                of(node, "currency", JsonNode::stringValue), of(node, "value", JsonNode::decimalValue));
    }

    private static <T> @Nullable T of(JsonNode node, String name, Function<JsonNode, @Nullable T> as) {
        JsonNode value = node.get(name);
        return value == null ? null : as.apply(value);
    }
}

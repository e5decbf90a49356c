package io.leadflux.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "PAGE_VIEW", "Page_View", "page_view ", "purchase", "WEB", "web ", "mobile"})
    void ofWireName_unknown_isNull(String name) {
        assertThat(EventName.ofWireName(name)).isNull();
        assertThat(EventSource.ofWireName(name)).isNull();
    }

    @Test
    void ofWireName_everyConstant_comesBack() {
        for (EventName name : EventName.values()) {
            assertThat(EventName.ofWireName(name.wireName())).isSameAs(name);
        }
        for (EventSource source : EventSource.values()) {
            assertThat(EventSource.ofWireName(source.wireName())).isSameAs(source);
        }
    }

    @Test
    void wireName_everyConstant_isTheProvidersSpelling() {
        assertThat(EventName.values()).extracting(EventName::wireName).containsExactly("page_view", "generate_lead");
        assertThat(EventSource.values()).extracting(EventSource::wireName).containsExactly("web", "app");
    }
}

package io.leadflux.reactor.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leadflux.event.ServerEvent;
import org.junit.jupiter.api.Test;

final class PixelPairingTest {

    @Test
    void metaTag_nothingToPair_throws() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PixelPairing.metaTag(ServerEvent.pageView().build()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PixelPairing.metaTag(
                        ServerEvent.builder().dedupeId("order-1").build()));
    }

    @Test
    void metaTag_hostileId_isEscaped() {
        ServerEvent event = ServerEvent.pageView().dedupeId("\"><script>'&").build();
        assertThat(PixelPairing.metaTag(event))
                .isEqualTo("<meta name=\"leadflux:page_view\" content=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">");
    }

    @Test
    void metaTag_lead_namesItself() {
        ServerEvent event =
                ServerEvent.generateLead("USD", 20).dedupeId("order-1").build();
        assertThat(PixelPairing.metaTag(event)).isEqualTo("<meta name=\"leadflux:generate_lead\" content=\"order-1\">");
    }
}

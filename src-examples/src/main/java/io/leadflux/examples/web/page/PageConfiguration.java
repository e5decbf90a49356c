package io.leadflux.examples.web.page;

import io.leadflux.reactor.EventSink;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages. The attribution filter asks {@link ConsentCookie} for consent. */
@Configuration(proxyBeanMethods = false)
@Import({Templates.class, ConsentCookie.class, PageController.class, ConsentController.class})
public class PageConfiguration {

    @Bean
    EnquiryStore enquiryStore() {
        return new EnquiryStore(1_000);
    }

    /** Receives the site's leads. With Leadflux turned off, they go nowhere. */
    @Bean
    LeadSink leadSink(ObjectProvider<EventSink> sink) {
        EventSink found = sink.getIfAvailable();
        return found == null ? lead -> {} : found::tryEmit;
    }

    @Bean
    QuoteController quoteController(Templates templates, EnquiryStore store, LeadSink leads) {
        return new QuoteController(templates, store, leads, Clock.systemUTC());
    }
}

package io.leadflux.examples.web.page;

import io.leadflux.reactor.EventSink;
import java.time.Clock;
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

    @Bean
    LeadSink leadSink(EventSink sink) {
        return sink::tryEmit;
    }

    @Bean
    QuoteController quoteController(Templates templates, EnquiryStore store, LeadSink leads) {
        return new QuoteController(templates, store, leads, Clock.systemUTC());
    }
}

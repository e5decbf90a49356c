package io.leadflux.examples.web;

import io.leadflux.examples.web.operations.OperationsConfiguration;
import io.leadflux.examples.web.page.PageConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** All beans of the site; Leadflux's beans come from its auto-configuration. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({PageConfiguration.class, OperationsConfiguration.class, SecurityHeaders.class, CrossOriginGuard.class})
class SiteConfiguration {

    /** Whether events go anywhere: false in the mode {@code off}. */
    static boolean measures(Environment environment) {
        return !environment.getProperty("leadflux.mode", "live").equals("off");
    }

    /** Whether there is an operations page. */
    static boolean showsOperations(Environment environment) {
        return measures(environment) && environment.getProperty("site.operations", Boolean.class, true);
    }
}

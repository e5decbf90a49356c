package io.leadflux.reactor.spring;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells a visitor's exchanges from those of Actuator. On a management port of its own, Actuator is served by another
 * application context, which inherits the site's filters; on the site's port it has its own path.
 */
final class SiteExchanges implements Predicate<ServerWebExchange> {

    private final ApplicationContext context;
    private final @Nullable String actuator;

    SiteExchanges(ApplicationContext context) {
        this.context = context;
        this.actuator = actuator(context.getEnvironment());
    }

    /** The path below which Actuator's endpoints are; null if that is the root, where they cannot be told from pages. */
    private static @Nullable String actuator(Environment environment) {
        String path = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        String trimmed = StringUtils.trimTrailingCharacter(path.strip(), '/');
        return trimmed.isEmpty() ? null : trimmed;
    }

    @Override
    public boolean test(ServerWebExchange exchange) {
        ApplicationContext serving = exchange.getApplicationContext();
        return (serving == null || serving == context) && !isActuator(exchange);
    }

    private boolean isActuator(ServerWebExchange exchange) {
        if (actuator == null) {
            return false;
        }
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        return path.startsWith(actuator)
                && (path.length() == actuator.length() || path.charAt(actuator.length()) == '/');
    }
}

package io.leadflux.reactor.spring;

import io.leadflux.reactor.ConversionClient;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the health indicator of Spring Boot 3.5, whose types are in another package than those of Boot 4, and not on
 * the class path of this build. Made when Actuator first asks for it, so that the client is not made early.
 */
final class Boot3HealthIndicator implements FactoryBean<Object> {

    static final String INTERFACE = "org.springframework.boot.actuate.health.HealthIndicator";
    private static final String HEALTH = "org.springframework.boot.actuate.health.Health";

    private final ClassLoader loader;
    private final ObjectProvider<ConversionClient> client;

    Boot3HealthIndicator(ClassLoader loader, ObjectProvider<ConversionClient> client) {
        this.loader = loader;
        this.client = client;
    }

    @Override
    public Class<?> getObjectType() {
        return type(INTERFACE);
    }

    @Override
    public Object getObject() {
        Class<?> type = getObjectType();
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Indicator());
    }

    /** Implements {@code health()} alone; every other method keeps its default. */
    private final class Indicator implements InvocationHandler {

        private final ConversionClient observed = client.getObject();

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, arguments);
            }
            return method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : health(LeadfluxHealth.of(observed));
        }

        private Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "LeadfluxHealthIndicator";
            };
        }
    }

    private Object health(LeadfluxHealth health) throws ReflectiveOperationException {
        Class<?> type = type(HEALTH);
        Object builder = type.getMethod("status", String.class).invoke(null, health.code());
        Class<?> builderType = builder.getClass();
        builderType.getMethod("withDetails", Map.class).invoke(builder, health.details());
        return builderType.getMethod("build").invoke(builder);
    }

    private Class<?> type(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Spring Boot 3.5's Actuator is incomplete: " + name, e);
        }
    }
}

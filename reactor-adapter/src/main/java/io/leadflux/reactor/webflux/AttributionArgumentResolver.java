package io.leadflux.reactor.webflux;

import java.lang.annotation.Annotation;
import java.util.Optional;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Hands the exchange's {@link Attribution} to controller methods, as a parameter of type {@code Optional<Attribution>},
 * {@code Mono<Attribution>} or {@code @Nullable Attribution}.
 *
 * <p>A plain {@code Attribution} is refused at the first call, also when there is one: where a visitor does not agree
 * there is none, and that must not show only then. Stateless and thread-safe.
 */
public final class AttributionArgumentResolver implements HandlerMethodArgumentResolver {

    private AttributionArgumentResolver() {}

    /** A resolver, for {@code ArgumentResolverConfigurer.addCustomResolver}. */
    public static AttributionArgumentResolver create() {
        return new AttributionArgumentResolver();
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        boolean wrapped = type == Optional.class || type == Mono.class;
        return type == Attribution.class || (wrapped && holdsAttribution(parameter));
    }

    private static boolean holdsAttribution(MethodParameter parameter) {
        return ResolvableType.forMethodParameter(parameter).getGeneric(0).resolve() == Attribution.class;
    }

    /**
     * The argument, at once.
     *
     * @return an error when the parameter is a plain {@code Attribution}
     */
    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        Attribution attribution = exchange.getAttribute(AttributionWebFilter.ATTRIBUTE);
        Class<?> type = parameter.getParameterType();
        if (type == Optional.class) {
            return Mono.just(Optional.ofNullable(attribution));
        }
        if (type == Mono.class) {
            return Mono.just(Mono.justOrEmpty(attribution));
        }
        return isNullable(parameter) ? Mono.justOrEmpty(attribution) : Mono.error(plain(parameter));
    }

    private static IllegalStateException plain(MethodParameter parameter) {
        return new IllegalStateException("Parameter " + parameter.getParameterIndex() + " of " + parameter.getMethod()
                + " must be Optional<Attribution>, Mono<Attribution> or @Nullable Attribution:"
                + " there is none where the visitor did not agree");
    }

    // Spring 6.2 does not see annotations that stand with the type, such as those of JSpecify.
    private static boolean isNullable(MethodParameter parameter) {
        if (parameter.isOptional()) {
            return true;
        }
        int index = parameter.getParameterIndex();
        for (Annotation annotation :
                parameter.getExecutable().getAnnotatedParameterTypes()[index].getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }
}

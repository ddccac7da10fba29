package io.sluice.embedded;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches while a key is not configured; an empty value, as of an unset variable in a compose file, counts as not configured. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(ConditionalOnUnset.Unset.class)
public @interface ConditionalOnUnset {

    String value();

    final class Unset implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String key = metadata.getAnnotations().get(ConditionalOnUnset.class).getString("value");
            return isUnset(context.getEnvironment(), key);
        }

        static boolean isUnset(Environment environment, String key) {
            // Bound as a list, because Kafka's addresses may be written as one.
            return Binder.get(environment).bind(key, Bindable.listOf(String.class)).orElse(List.of()).stream()
                    .noneMatch(StringUtils::hasText);
        }
    }
}

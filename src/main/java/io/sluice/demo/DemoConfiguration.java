package io.sluice.demo;

import io.sluice.topic.TopicService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

/** Wires the demonstration. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DemoSettings.class)
class DemoConfiguration {

    private static final String DEFINITION = "/demo/pipeline.json";

    @Bean
    Quotes demoQuotes(JsonMapper json) {
        return new Quotes(json);
    }

    @Bean
    Feed demoFeed(
            DemoSettings settings,
            Environment environment,
            TopicService topics,
            Quotes demoQuotes,
            ObjectProvider<DemoPipeline> pipeline) {
        Boolean wanted = settings.enabled();
        boolean enabled = wanted == null ? isKafkaEmbedded(environment) : wanted;
        Runnable create = () -> pipeline.ifAvailable(each -> each.createIfAbsent(definition()));
        return new Feed(topics, demoQuotes, create, enabled, settings.rate());
    }

    /** The embedded broker starts exactly when no address is set. */
    private static boolean isKafkaEmbedded(Environment environment) {
        return Binder.get(environment)
                .bind("spring.kafka.bootstrap-servers", Bindable.listOf(String.class))
                .orElse(List.of())
                .stream()
                .noneMatch(StringUtils::hasText);
    }

    static String definition() {
        try (InputStream resource = DemoConfiguration.class.getResourceAsStream(DEFINITION)) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(DEFINITION + " cannot be read from the class path", e);
        }
    }
}

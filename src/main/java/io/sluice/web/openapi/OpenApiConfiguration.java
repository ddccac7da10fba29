package io.sluice.web.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins what the code says of the API, which springdoc reads, with its problems and its texts. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private final ApiTexts texts = ApiTexts.read();

    @Bean
    OpenAPI openApiFrame() {
        return new OpenAPI().info(texts.info());
    }

    @Bean
    GlobalOperationCustomizer openApiTexts() {
        return (operation, handler) ->
                texts.layOver(operation, handler.getMethod().getName());
    }

    @Bean
    GlobalOperationCustomizer openApiProblems() {
        return new ProblemResponses();
    }

    @Bean
    GlobalOpenApiCustomizer openApiFinish() {
        return new OpenApiFinish(texts);
    }
}

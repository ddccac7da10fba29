package io.sluice.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The frame of the OpenAPI document; the operations come from the rooms' controllers. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final List<Tag> TAGS = List.of(
            tag(ApiTags.PIPELINES, "Define, check, start, stop and watch pipelines"),
            tag(ApiTags.RESULTS, "Read back what a pipeline stored"),
            tag(ApiTags.DEAD_LETTERS, "Read the records that a pipeline rejected"),
            tag(ApiTags.QUERIES, "Look at the live Spark streaming queries"),
            tag(ApiTags.TOPICS, "Look into Kafka topics and append records"),
            tag(ApiTags.PLATFORM, "Where Kafka, Postgres, Mongo and Spark are, and whether they can be reached"),
            tag(ApiTags.DEMO, "Sample records to play with"));

    @Bean
    OpenAPI openApiFrame() {
        return new OpenAPI()
                .info(new Info()
                        .title("Sluice")
                        .version("v1")
                        .description("Kafka topics through a SQL transform into PostgreSQL and MongoDB, exactly once. "
                                + "Every error is an `application/problem+json` document (RFC 9457).")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
    }

    @Bean
    GlobalOperationCustomizer openApiProblems() {
        return new ProblemResponses();
    }

    @Bean
    GlobalOpenApiCustomizer openApiFinish() {
        return new OpenApiFinish(TAGS);
    }

    private static Tag tag(String name, String description) {
        return new Tag().name(name).description(description);
    }
}

package io.sluice.web.openapi;

import io.sluice.web.ApiTags;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Contact;
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
            tag(ApiTags.TOPICS, "Look into Kafka topics and append records"),
            tag(ApiTags.PIPELINES, "Define pipelines: what they read, what they make of it, and where they store it"),
            tag(ApiTags.STATUS, "See how pipelines are, how they were lately, and where they read on"),
            tag(ApiTags.RESULTS, "Read back what a pipeline stored"),
            tag(ApiTags.DEAD_LETTERS, "Read the records that a pipeline rejected"),
            tag(ApiTags.LIFECYCLE, "Start and stop pipelines, and set where they read on"),
            tag(ApiTags.QUERIES, "Look at the live Spark streaming queries"),
            tag(ApiTags.PLATFORM, "Where Kafka, Postgres, Mongo and Spark are, and whether they can be reached"),
            tag(ApiTags.DEMO, "Sample records to play with"));

    /** The operations of the README's tour, in its order; they come first in their chapters. */
    private static final List<String> TOUR = List.of(
            "appendTopicRecords",
            "validatePipeline",
            "createPipeline",
            "getPipelineStatus",
            "listResults",
            "getResult",
            "listDeadLetters",
            "putPipeline",
            "replayDeadLetters",
            "listReplays",
            "getReplay",
            "stopPipeline",
            "startPipeline",
            "deletePipeline");

    private static final String DESCRIPTION = """
            Kafka topics through a SQL transform into PostgreSQL and MongoDB, exactly once.

            The examples tell one story: append records to a topic, define a pipeline that reads it, look at its status, \
            its results and its dead letters, stop it, delete it. Sent as they are, in this order, they work; only the \
            partition and the offset of one record are those that appending it has answered.

            Every error is an `application/problem+json` document (RFC 9457); `GET` its `type` to read what it means and \
            what to do. Times are ISO-8601 in UTC. Not described \
            here are `/actuator/health`, with `liveness` and `readiness` below it, and `/actuator/prometheus`.
            """;

    @Bean
    OpenAPI openApiFrame() {
        return new OpenAPI()
                .info(new Info()
                        .title("Sluice")
                        .version("v1")
                        .description(DESCRIPTION)
                        .contact(new Contact().name("Sluice"))
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")));
    }

    @Bean
    GlobalOperationCustomizer openApiProblems() {
        return new ProblemResponses();
    }

    @Bean
    GlobalOpenApiCustomizer openApiFinish() {
        return new OpenApiFinish(TAGS, TOUR);
    }

    private static Tag tag(String name, String description) {
        return new Tag().name(name).description(description);
    }
}

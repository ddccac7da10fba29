package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.results.mongo.MongoRows;
import io.sluice.results.postgres.PostgresReads;
import io.sluice.results.postgres.PostgresRows;
import io.sluice.results.query.ResultsSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@WebMvcTest(
        controllers = {ResultsController.class, DeadLettersController.class},
        properties = "spring.main.banner-mode=off")
@ImportAutoConfiguration({
    SpringDocConfigProperties.class,
    SpringDocConfiguration.class,
    SpringDocWebMvcConfiguration.class,
    MultipleOpenApiSupportConfiguration.class
})
class ResultsOpenApiTest {

    @Autowired
    private MockMvc mvc;

    /** Nothing is asked of them: only the document is read. */
    @TestConfiguration
    static class Unused {

        private static final ResultsSettings SETTINGS = new ResultsSettings(Duration.ofSeconds(20));

        private final DriverManagerDataSource nowhere = new DriverManagerDataSource();

        @Bean
        PipelineDirectory pipelines() {
            return name -> new PipelineDirectory.StoredPipeline(1, name, new StructType(), List.of());
        }

        private final PostgresReads reads = new PostgresReads(nowhere, SETTINGS);

        @Bean
        PostgresRows postgresRows() {
            return new PostgresRows(reads);
        }

        @Bean
        MongoRows mongoRows() {
            return new MongoRows(new SimpleMongoClientDatabaseFactory("mongodb://127.0.0.1:1/nowhere"), SETTINGS);
        }

        @Bean
        Whereabouts whereabouts() {
            return new Whereabouts(nowhere);
        }

        @Bean
        DeadLetters deadLetters() {
            return new DeadLetters(nowhere, reads);
        }
    }

    @Test
    @DisplayName("Every parameter that is read is documented, and none that is not")
    void parameters() throws Exception {
        JsonNode paths = document().path("paths");

        for (String store : List.of("postgres", "mongo")) {
            assertThat(names(paths.path("/api/v1/pipelines/{name}/results/" + store)))
                    .containsExactlyInAnyOrder("name", "page", "size", "after", "count", "sort", "filter");
            assertThat(names(paths.path("/api/v1/pipelines/{name}/results/" + store + "/{topic}/{partition}/{offset}")))
                    .containsExactlyInAnyOrder("name", "topic", "partition", "offset", "ordinal");
        }
        assertThat(names(paths.path("/api/v1/pipelines/{name}/dead-letters")))
                .containsExactlyInAnyOrder("name", "stage", "page", "size", "after", "count");
    }

    @Test
    @DisplayName("The examples are objects, not text")
    void examples() throws Exception {
        JsonNode content = document()
                .path("paths")
                .path("/api/v1/pipelines/{name}/results/mongo")
                .at("/get/responses/200/content/application~1json");

        assertThat(content.toString()).contains("\"_id\":\"my_quotes/0/0/0\"", "#/components/schemas/ResultPage");
    }

    private static List<String> names(JsonNode path) {
        List<String> names = new ArrayList<>();
        path.at("/get/parameters").forEach(p -> names.add(p.path("name").asString()));
        return names;
    }

    private JsonNode document() throws Exception {
        String json =
                mvc.perform(get("/v3/api-docs")).andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
        return JsonMapper.shared().readTree(json);
    }
}

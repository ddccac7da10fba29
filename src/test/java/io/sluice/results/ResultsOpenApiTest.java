package io.sluice.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.sluice.pipeline.PipelineDirectory;
import io.sluice.pipeline.letters.LettersOverRest;
import io.sluice.results.mongo.MongoRows;
import io.sluice.results.postgres.PostgresRows;
import io.sluice.results.query.ResultsSettings;
import io.sluice.results.query.StoreReader;
import io.sluice.results.table.TableReads;
import io.sluice.stream.store.Stores;
import io.sluice.testing.TestStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@WebMvcTest(controllers = ResultsController.class, properties = "spring.main.banner-mode=off")
@Import(LettersOverRest.Operations.class)
@ImportAutoConfiguration({
    SpringDocConfigProperties.class,
    SpringDocConfiguration.class,
    SpringDocWebMvcConfiguration.class,
    MultipleOpenApiSupportConfiguration.class
})
class ResultsOpenApiTest {

    private static final String LIST = "/api/v1/pipelines/{name}/results/{store}";
    private static final String FIND = LIST + "/{topic}/{partition}/{offset}";

    @Autowired
    private MockMvc mvc;

    /** Nothing is asked of them: only the document is read. */
    @TestConfiguration
    @ComponentScan("io.sluice.web.openapi")
    static class Unused {

        private static final ResultsSettings SETTINGS = new ResultsSettings(Duration.ofSeconds(20));

        private final DriverManagerDataSource nowhere = new DriverManagerDataSource();

        @Bean
        PipelineDirectory pipelines() {
            return name -> new PipelineDirectory.StoredPipeline(1, name, new StructType(), List.of());
        }

        private final TableReads reads = new TableReads(nowhere, SETTINGS);

        @Bean
        Stores stores() {
            return TestStores.nowhere();
        }

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
        StoresInDocument storesInDocument(List<StoreReader> readers) {
            return new StoresInDocument(readers, TestStores.nowhere());
        }

        @Bean
        TableReads reads() {
            return reads;
        }
    }

    @Test
    @DisplayName("Every parameter that is read is documented, and none that is not")
    void documentsTheParametersThatAreRead() throws Exception {
        assertThat(names(LIST))
                .containsExactlyInAnyOrder("name", "store", "page", "size", "after", "count", "sort", "filter");
        assertThat(names(FIND)).containsExactlyInAnyOrder("name", "store", "topic", "partition", "offset", "ordinal");
        assertThat(names("/api/v1/pipelines/{name}/dead-letters"))
                .containsExactlyInAnyOrder(
                        "name",
                        "decoded",
                        "encoding",
                        "page",
                        "size",
                        "after",
                        "count",
                        "stage",
                        "reason",
                        "topic",
                        "partition",
                        "from",
                        "to",
                        "q",
                        "key",
                        "keyEncoding");
    }

    @Test
    @DisplayName("The document names the stores that have a reader, and the stages at which records are rejected")
    void namesStoresAndStages() throws Exception {
        assertThat(values(parameter(LIST, "store").at("/schema/enum"))).containsExactly("postgres", "mongo");
        assertThat(values(parameter(FIND, "store").at("/schema/enum"))).containsExactly("postgres", "mongo");
        List<String> stages = List.of("decode", "transform", "postgres", "mongo");
        assertThat(values(parameter("/api/v1/pipelines/{name}/dead-letters", "stage")
                        .at("/schema/enum")))
                .isEqualTo(stages);
        assertThat(values(document().at("/components/schemas/DeadLetter/properties/stage/enum")))
                .isEqualTo(stages);
        assertThat(document().path("paths").path(LIST).at("/get/description").asString())
                .contains("All stores answer alike", "In Postgres there is also", "In Mongo there is also");
    }

    @Test
    @DisplayName("Each store has an example of its rows, and the examples are objects, not text")
    void givesExamplesOfEachStore() throws Exception {
        JsonNode page = content(LIST);
        assertThat(page.at("/schema/$ref").asString()).endsWith("/ResultPage");
        assertThat(page.at("/examples/postgres/value/items/0/_topic").asString())
                .isEqualTo("my_quotes");
        assertThat(page.at("/examples/mongo/value/items/0/_id").asString()).isEqualTo("my_quotes/0/0/0");
        assertThat(content(FIND).at("/examples/mongo/value/_source/topic").asString())
                .isEqualTo("my_quotes");
    }

    private JsonNode content(String path) throws Exception {
        return document().path("paths").path(path).at("/get/responses/200/content/application~1json");
    }

    private JsonNode parameter(String path, String name) throws Exception {
        return document()
                .path("paths")
                .path(path)
                .at("/get/parameters")
                .valueStream()
                .filter(each -> each.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> values(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private List<String> names(String path) throws Exception {
        return document()
                .path("paths")
                .path(path)
                .at("/get/parameters")
                .valueStream()
                .map(each -> each.path("name").asString())
                .toList();
    }

    private JsonNode document() throws Exception {
        String json =
                mvc.perform(get("/v3/api-docs")).andReturn().getResponse().getContentAsString(StandardCharsets.UTF_8);
        return JsonMapper.shared().readTree(json);
    }
}

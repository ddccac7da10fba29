package io.sluice.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

@DisplayName("Texts that are laid over what the code says")
class LaidOverTextsTest {

    private final OpenAPI api = new OpenAPI();
    private Operation operation;

    @BeforeEach
    void describe() {
        operation = new Operation()
                .operationId("getThing")
                .summary("of the code")
                .addParametersItem(new PathParameter().name("name").schema(new Schema<>().type("string")))
                .responses(new ApiResponses()
                        .addApiResponse(
                                "200", new ApiResponse().description("OK").content(content())));
        api.components(
                new Components().addSchemas("Thing", new ObjectSchema().addProperty("size", new IntegerSchema())));
    }

    private static Content content() {
        return new Content()
                .addMediaType("*/*", new MediaType().schema(new Schema<>().$ref("#/components/schemas/Thing")));
    }

    private void layOver(String yaml) {
        ApiTexts texts = new ApiTexts(new ObjectMapper().valueToTree(new Yaml().load(yaml)));
        operation = texts.layOver(operation, "getThing");
        texts.layOver(api);
    }

    @Test
    @DisplayName("say it of the operation, its parameters by name and its answers, and leave the rest")
    void mergeOperation() {
        layOver("""
                operations:
                  getThing:
                    summary: Get a thing
                    parameters:
                      name: {description: Its name, example: my_thing}
                      filter: {in: query, schema: {type: string}}
                    responses:
                      "200":
                        description: The thing
                        content:
                          "*/*": null
                          application/json: {schema: {$ref: "#/components/schemas/Thing"}, example: {size: 3}}
                """);

        assertThat(operation.getSummary()).isEqualTo("Get a thing");
        assertThat(operation.getParameters()).extracting(Parameter::getName).containsExactly("name", "filter");
        Parameter name = operation.getParameters().get(0);
        assertThat(name.getDescription()).isEqualTo("Its name");
        assertThat(name.getIn()).isEqualTo("path");
        assertThat(name.getRequired()).isTrue();
        assertThat(name.getSchema().getType()).isEqualTo("string");
        ApiResponse answer = operation.getResponses().get("200");
        assertThat(answer.getDescription()).isEqualTo("The thing");
        assertThat(answer.getContent()).containsOnlyKeys("application/json");
        assertThat(answer.getContent().get("application/json").getExample()).isEqualTo(Map.of("size", 3));
    }

    @Test
    @DisplayName("say it of a schema and its properties, and add the schemas that no class yields")
    void mergeSchemas() {
        layOver("""
                schemas:
                  Thing:
                    description: A thing
                    required: [size]
                    properties:
                      size: {description: Its size, example: 3}
                moreSchemas:
                  Other: {type: object, description: Another thing}
                """);

        Schema<?> thing = api.getComponents().getSchemas().get("Thing");
        assertThat(thing.getDescription()).isEqualTo("A thing");
        assertThat(thing.getRequired()).containsExactly("size");
        Schema<?> size = thing.getProperties().get("size");
        assertThat(size.getType()).isEqualTo("integer");
        assertThat(size.getDescription()).isEqualTo("Its size");
        assertThat(size.getExample()).isEqualTo(3);
        assertThat(api.getComponents().getSchemas().get("Other").getDescription())
                .isEqualTo("Another thing");
    }

    @Test
    @DisplayName("change nothing where the code has no such operation or schema")
    void leaveOutWhatIsNotThere() {
        Operation before = operation;
        String schemas = Json.pretty(api);
        layOver("""
                operations:
                  getOther: {summary: Get another thing}
                schemas:
                  Gone: {description: Nothing}
                """);

        assertThat(operation).isSameAs(before);
        assertThat(Json.pretty(api)).isEqualTo(schemas);
    }
}

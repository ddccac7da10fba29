package io.sluice.results;

import io.sluice.results.query.StoreReader;
import io.sluice.stream.flow.Stage;
import io.sluice.stream.store.Stores;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Says in the API document which stores and stages there are, and what the rows of each store look like. */
@Component
final class StoresInDocument implements GlobalOpenApiCustomizer {

    private final List<StoreReader> readers;
    private final List<String> stages;

    StoresInDocument(List<StoreReader> readers, Stores stores) {
        this.readers = readers;
        this.stages = stores.stages().stream().map(Stage::label).toList();
    }

    @Override
    public void customise(OpenAPI api) {
        api.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(this::customise);
        api.getComponents().getSchemas().values().stream()
                .flatMap(schema -> properties(schema).entrySet().stream())
                .filter(property -> property.getKey().equals("stage"))
                .forEach(property -> takes(property.getValue(), stages));
    }

    private void customise(Operation operation) {
        Stream.ofNullable(operation.getParameters()).flatMap(List::stream).forEach(parameter -> {
            if (parameter.getName().equals("store")) {
                takes(parameter.getSchema(), stores());
                parameter.setExample(stores().get(0));
                describe(operation);
            } else if (parameter.getName().equals("stage")) {
                takes(parameter.getSchema(), stages);
            }
        });
    }

    private void describe(Operation operation) {
        boolean list = ResultsApi.LIST_ID.equals(operation.getOperationId());
        Objects.requireNonNull(operation.getResponses().get("200"))
                .getContent()
                .values()
                .forEach(media -> {
                    for (StoreReader reader : readers) {
                        String row = reader.description().example();
                        String answer = list ? ResultsApi.PAGE.formatted(row) : row;
                        media.addExamples(
                                reader.store().label(),
                                new Example().value(JsonMapper.shared().readValue(answer, Object.class)));
                    }
                });
        if (list) {
            readers.forEach(reader -> operation.setDescription(
                    operation.getDescription() + " " + reader.description().columns()));
        }
    }

    private List<String> stores() {
        return readers.stream().map(reader -> reader.store().label()).toList();
    }

    @SuppressWarnings("rawtypes") // as Swagger's model has them
    private static Map<String, Schema> properties(Schema<?> schema) {
        return schema.getProperties() == null ? Map.of() : schema.getProperties();
    }

    @SuppressWarnings("unchecked")
    private static void takes(Schema<?> text, List<String> values) {
        ((Schema<String>) text).setEnum(values);
    }
}

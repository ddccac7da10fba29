package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.format.Formats;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI document which formats and stores there are, and how each store names its targets and types. */
@Component
class StoreSchemas implements GlobalOpenApiCustomizer {

    private final Stores stores;
    private final Formats formats;

    StoreSchemas(Stores stores, Formats formats) {
        this.stores = stores;
        this.formats = formats;
    }

    /** What all sinks have. */
    @JsonPropertyOrder({"type", "mode", "key", "version"})
    @io.swagger.v3.oas.annotations.media.Schema(name = "SinkDefinition")
    private record Sink(
            @io.swagger.v3.oas.annotations.media.Schema(
                    description = "The kind of store.",
                    requiredMode = RequiredMode.REQUIRED)
            String type,

            @io.swagger.v3.oas.annotations.media.Schema(
                    description = "`append` keeps one row for each record, `upsert` one for each key: the newest.",
                    allowableValues = {"append", "upsert"},
                    defaultValue = "append")
            String mode,

            @io.swagger.v3.oas.annotations.media.Schema(
                    description = "Output columns that identify a row; with `upsert` only, and then needed.",
                    example = "[\"character\"]")
            List<String> key,

            @io.swagger.v3.oas.annotations.media.Schema(
                    description = "The output column whose larger value is newer; with `upsert` only. Without it the"
                            + " record's position decides.",
                    example = "size")
            String version) {}

    @Override
    public void customise(OpenAPI api) {
        boolean is31 = api.getSpecVersion() == SpecVersion.V31;
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        schemas.putAll(ModelConverters.getInstance(is31).readAll(Sink.class));
        Schema<?> sink = named(schemas, "SinkDefinition");
        sink.setDescription(stores.all().stream()
                .map(store -> store.naming().property())
                .distinct()
                .collect(Collectors.joining(" or a ", "A ", " that a pipeline writes.")));
        type(sink, "type");
        addAfter(sink, "type", targets(is31));
        named(named(schemas, "PipelineDefinition").getProperties(), "sinks")
                .setMaxItems(stores.types().size());
        oneOf(named(named(schemas, "SourceDefinition").getProperties(), "format"), formats.names());
        type(named(schemas, "SinkCounters"), "sink");
        type(named(schemas, "TargetRemoval"), "sink");
        addAfter(named(schemas, "OutputColumn"), "type", columnTypes(is31));
    }

    private static Schema<?> named(Map<String, Schema> schemas, String name) {
        return Objects.requireNonNull(schemas.get(name), name);
    }

    private void type(Schema<?> schema, String name) {
        List<String> labels = stores.types().stream().map(StoreType::label).toList();
        oneOf(named(schema.getProperties(), name), labels).setExample(labels.get(0));
    }

    private static Schema<?> oneOf(Schema<?> text, List<String> values) {
        @SuppressWarnings("unchecked")
        Schema<Object> property = (Schema<Object>) text;
        property.setEnum(List.copyOf(values));
        return property;
    }

    private static void addAfter(Schema<?> schema, String before, Map<String, Schema<?>> more) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        schema.getProperties().forEach((name, property) -> {
            properties.put(name, property);
            if (name.equals(before)) {
                properties.putAll(more);
            }
        });
        schema.setProperties(properties);
    }

    private Map<String, Schema<?>> targets(boolean is31) {
        Map<String, Schema<?>> targets = new LinkedHashMap<>();
        for (Store store : stores.all()) {
            String name = store.naming().property();
            List<Store> its = stores.all().stream()
                    .filter(each -> each.naming().property().equals(name))
                    .toList();
            Schema<?> text = text(is31);
            text.setDescription(its.stream()
                    .map(each -> "`" + each.type().label() + "`")
                    .collect(Collectors.joining(" or ", "The " + name + ", for ", ".")));
            if (its.size() == 1) {
                text.setPattern(store.naming().pattern());
            }
            text.setExample("my_quotes");
            targets.putIfAbsent(name, text);
        }
        return targets;
    }

    private Map<String, Schema<?>> columnTypes(boolean is31) {
        Map<String, Schema<?>> types = new LinkedHashMap<>();
        for (Store store : stores.all()) {
            store.columnType(DataTypes.IntegerType).ifPresent(example -> {
                Schema<?> text = text(is31);
                text.setDescription("The type in a " + store.name() + " "
                        + store.naming().property() + ", if it can have such a column.");
                text.setExample(example);
                types.put(OutputColumn.property(store), text);
            });
        }
        return types;
    }

    private static Schema<?> text(boolean is31) {
        if (is31) {
            Schema<?> text = new JsonSchema();
            text.addType("string");
            return text;
        }
        return new StringSchema();
    }
}

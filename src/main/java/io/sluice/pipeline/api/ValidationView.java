package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.catalogue.TargetCheck;
import io.sluice.pipeline.figures.ColumnsView;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.store.Store;
import io.sluice.stream.store.Stores;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What was found about a definition. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"valid", "errors", "output", "notices", "unchecked", "columns"})
@Schema(name = "Validation", description = "What was found about a definition.")
record ValidationView(
        @Schema(
                description = "Whether a pipeline can be created from it.",
                requiredMode = RequiredMode.REQUIRED,
                example = "true")
        boolean valid,

        @Schema(description = "Every fault; empty if it is valid.", requiredMode = RequiredMode.REQUIRED)
        List<ErrorView> errors,

        @Schema(
                description = "The columns that the stores get; empty if they cannot be told.",
                requiredMode = RequiredMode.REQUIRED)
        List<Column> output,

        @Schema(
                description =
                        "What a start would change in tables and collections that exist, and what their owner should"
                                + " know; topics that do not exist, and columns that no record has.",
                requiredMode = RequiredMode.REQUIRED)
        List<String> notices,

        @Schema(
                description = "What could not be looked at, because its store or Kafka is away.",
                requiredMode = RequiredMode.REQUIRED)
        List<String> unchecked,

        @Schema(description = "How the schema compares with the topics' records; left out if there are none.") @Nullable
        ColumnsView columns) {

    static ValidationView of(
            List<Fault> definition,
            TargetCheck.Result targets,
            TopicCheck.Result topics,
            Optional<StructType> output,
            Stores stores) {
        List<Fault> faults =
                Stream.concat(definition.stream(), targets.faults().stream()).toList();
        return new ValidationView(
                faults.isEmpty(),
                faults.stream()
                        .map(fault -> new ErrorView(fault.pointer(), fault.message()))
                        .toList(),
                output.map(columns -> columns(columns, stores)).orElse(List.of()),
                both(targets.notices(), topics.notices()),
                both(targets.unchecked(), topics.unchecked()),
                topics.columns());
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<Column> columns(StructType output, Stores stores) {
        return Arrays.stream(output.fields())
                .map(field -> new Column(
                        field.name(), field.dataType().sql(), types(field.dataType(), stores), field.nullable()))
                .toList();
    }

    private static Map<String, String> types(DataType type, Stores stores) {
        Map<String, String> types = new LinkedHashMap<>();
        stores.all().forEach(store -> store.columnType(type).ifPresent(its -> types.put(Column.property(store), its)));
        return types;
    }

    @JsonPropertyOrder({"pointer", "message"})
    @Schema(name = "DefinitionFault", description = "One fault of a definition.")
    record ErrorView(
            @Schema(
                    description = "JSON pointer into the definition.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "/sinks/0/table")
            String pointer,

            @Schema(description = "What is wrong there.", requiredMode = RequiredMode.REQUIRED, example = "is missing")
            String message) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"name", "type", "nullable"})
    @Schema(name = "OutputColumn", description = "A column that the stores get.")
    record Column(
            @Schema(description = "Its name.", requiredMode = RequiredMode.REQUIRED, example = "size")
            String name,

            @Schema(description = "Spark SQL's type.", requiredMode = RequiredMode.REQUIRED, example = "INT")
            String type,

            @JsonAnyGetter @Schema(hidden = true) Map<String, String> types,

            @Schema(description = "Whether it can be null.", requiredMode = RequiredMode.REQUIRED, example = "true")
            boolean nullable) {

        /** The property that has the type in a target of the store: its label and "Type". */
        static String property(Store store) {
            return store.type().label() + "Type";
        }
    }
}

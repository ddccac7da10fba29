package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.catalogue.Definitions.Verdict;
import io.sluice.pipeline.catalogue.TargetCheck;
import io.sluice.pipeline.figures.ColumnsView;
import io.sluice.stream.flow.Fault;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.store.Stores;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What was found about a definition. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"valid", "errors", "output", "tables", "notices", "unchecked", "columns"})
@Schema(name = "Validation", description = "What was found about a definition.")
record ValidationView(
        @Schema(
                description = "Whether a pipeline can be created from it.",
                requiredMode = RequiredMode.REQUIRED,
                example = "true")
        boolean valid,

        @Schema(description = "Every fault; empty if it is valid.", requiredMode = RequiredMode.REQUIRED)
        List<DefinitionFault> errors,

        @Schema(
                description = "The columns that the stores get; empty if they cannot be told.",
                requiredMode = RequiredMode.REQUIRED)
        List<OutputColumn> output,

        @Schema(
                description =
                        "What Sluice would make for the sinks of a definition without a fault, were their targets not"
                                + " there; of stores that have such statements only.",
                requiredMode = RequiredMode.REQUIRED)
        List<NewTable> tables,

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
            Verdict verdict,
            Stores stores) {
        List<Fault> faults =
                Stream.concat(definition.stream(), targets.faults().stream()).toList();
        Optional<StructType> output = verdict.output();
        Optional<FlowSpec> sound = verdict.spec().filter(flow -> faults.isEmpty());
        return new ValidationView(
                faults.isEmpty(),
                DefinitionFault.all(faults),
                output.map(columns -> OutputColumn.all(columns, stores)).orElse(List.of()),
                sound.flatMap(flow -> output.map(columns -> NewTable.all(flow, columns, stores)))
                        .orElse(List.of()),
                both(targets.notices(), topics.notices()),
                both(targets.unchecked(), topics.unchecked()),
                topics.columns());
    }

    private static List<String> both(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}

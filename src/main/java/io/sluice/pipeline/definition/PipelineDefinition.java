package io.sluice.pipeline.definition;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as its author writes it. Every part may be missing until {@link DefinitionCheck} has looked at it; what
 * the check hands back has every default filled in.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"name", "description", "source", "transform", "sinks", "trigger", "autoStart"})
@Schema(description = "A pipeline: where it reads, what it makes of a record, and where it stores the rows.")
public record PipelineDefinition(
        @Schema(
                description = "Identifies the pipeline; everything stored under it is found by this name.",
                requiredMode = RequiredMode.REQUIRED,
                pattern = Names.PIPELINE,
                example = "my_quotes")
        @Nullable
        String name,

        @Schema(
                description = "What the pipeline is for, in words.",
                example = "Quotes with their length, into both stores")
        @Nullable
        String description,

        @Schema(requiredMode = RequiredMode.REQUIRED) @Nullable
        SourceDefinition source,

        @Schema(
                description = "A Spark SQL SELECT over the one relation `source`; without it the columns of the schema"
                        + " are stored as they are.",
                example = "SELECT quote, character, length(quote) AS size FROM source WHERE character IS NOT NULL")
        @Nullable
        String transform,

        @ArraySchema(
                arraySchema =
                        @Schema(
                                description = "One sink or more, at most one of each type.",
                                requiredMode = RequiredMode.REQUIRED),
                schema = @Schema(ref = "#/components/schemas/SinkDefinition"),
                minItems = 1)
        @Nullable
        List<SinkDefinition> sinks,

        @Nullable TriggerDefinition trigger,

        @Schema(description = "Whether the pipeline starts when it is created.", defaultValue = "true") @Nullable
        Boolean autoStart) {}

package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;

/** One pipeline in full. */
@JsonPropertyOrder({"definition", "status", "notices"})
@Schema(name = "Pipeline", description = "A pipeline: its definition with every default filled in, and how it is.")
record PipelineView(
        @Schema(requiredMode = RequiredMode.REQUIRED) PipelineDefinition definition,
        @Schema(requiredMode = RequiredMode.REQUIRED) PipelineStatus status,

        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        @Schema(description = "What follows from the change that was ordered; left out if there is nothing to say.")
        List<String> notices) {

    PipelineView noticing(List<String> notices) {
        return new PipelineView(definition, status, notices);
    }
}

package io.sluice.pipeline;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;

/** One pipeline in full. */
@JsonPropertyOrder({"definition", "status"})
@Schema(name = "Pipeline", description = "A pipeline: its definition with every default filled in, and how it is.")
record PipelineView(
        @Schema(requiredMode = RequiredMode.REQUIRED) PipelineDefinition definition,
        @Schema(requiredMode = RequiredMode.REQUIRED) PipelineStatus status) {}

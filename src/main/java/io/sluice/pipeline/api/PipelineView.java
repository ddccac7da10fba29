package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.definition.PipelineDefinition;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** One pipeline in full. */
@JsonPropertyOrder({"definition", "status", "notices"})
@Schema(name = "Pipeline")
record PipelineView(
        PipelineDefinition definition,
        PipelineStatus status,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notices) {

    PipelineView noticing(List<String> notices) {
        return new PipelineView(definition, status, notices);
    }
}

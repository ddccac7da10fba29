package io.sluice.pipeline.letters;

import io.sluice.pipeline.definition.PipelineDefinition;
import io.sluice.pipeline.letters.ReplayOrder.At;
import io.sluice.pipeline.letters.ReplayOrder.Edited;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which dead letters to try, with what in place of their values, and under which definition.
 *
 * @param definition null means the pipeline's own
 */
record TrialOrder(
        @Nullable List<@Nullable At> positions,
        @Nullable LetterFilter filter,
        @Nullable List<@Nullable Edited> edits,

        @Schema(implementation = PipelineDefinition.class) @Nullable
        JsonNode definition) {

    static final TrialOrder ALL = new TrialOrder(null, null, null, null);

    ReplayOrder letters() {
        return new ReplayOrder(positions, filter, edits);
    }
}

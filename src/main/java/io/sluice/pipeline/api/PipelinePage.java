package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.figures.RecentFigures.Rates;
import io.sluice.pipeline.lifecycle.LastError;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of summaries, ordered by name. */
@JsonPropertyOrder({"items", "page", "size", "total"})
@Schema(description = "A page of pipelines, ordered by name.")
record PipelinePage(
        @Schema(description = "The pipelines on this page.", requiredMode = RequiredMode.REQUIRED)
        List<Summary> items,

        @Schema(description = "Its number, from 0.", requiredMode = RequiredMode.REQUIRED, example = "0")
        int page,

        @Schema(description = "Pipelines on a page at most.", requiredMode = RequiredMode.REQUIRED, example = "50")
        int size,

        @Schema(description = "Pipelines on all pages.", requiredMode = RequiredMode.REQUIRED, example = "1")
        long total) {

    static PipelinePage of(List<Summary> all, int page, int size) {
        List<Summary> items = all.stream().skip((long) page * size).limit(size).toList();
        return new PipelinePage(items, page, size, all.size());
    }

    /** A pipeline at a glance. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"name", "state", "rowsPerSecond", "rates", "lag", "counters", "rejectedLastHour", "lastError"})
    @Schema(name = "PipelineSummary", description = "A pipeline at a glance.")
    record Summary(
            @Schema(description = "The pipeline's name.", requiredMode = RequiredMode.REQUIRED, example = "my_quotes")
            String name,

            @Schema(requiredMode = RequiredMode.REQUIRED) PipelineState state,

            @Schema(
                    description = "Records read per second over the last minute, as `rates.in`.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "5.0")
            double rowsPerSecond,

            @Schema(description = "Over the last minute; left out until they are known.") @Nullable
            Rates rates,

            @Schema(
                    description =
                            "Offsets still to be read; left out before its first start, and while it is not known.",
                    example = "0")
            @Nullable
            Long lag,

            @Schema(description = "What became of its records; left out while Postgres cannot be reached.")
            PipelineStatus.@Nullable CountersView counters,

            @Schema(
                    description = "Records that became dead letters in the last hour, as far as this instance has run.",
                    example = "3")
            @Nullable
            Long rejectedLastHour,

            @Nullable LastError lastError) {}
}

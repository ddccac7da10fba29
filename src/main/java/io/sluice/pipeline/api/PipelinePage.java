package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.pipeline.figures.LagWatch.Trend;
import io.sluice.pipeline.figures.RecentFigures.Rates;
import io.sluice.pipeline.lifecycle.LastError;
import io.sluice.pipeline.lifecycle.PipelineState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of summaries, ordered by name. */
@JsonPropertyOrder({"items", "page", "size", "total"})
public record PipelinePage(List<Summary> items, int page, int size, long total) {

    static PipelinePage of(List<Summary> all, int page, int size) {
        List<Summary> items = all.stream().skip((long) page * size).limit(size).toList();
        return new PipelinePage(items, page, size, all.size());
    }

    /** A pipeline at a glance. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({
        "name",
        "state",
        "rowsPerSecond",
        "rates",
        "lag",
        "lagSeconds",
        "lagTrend",
        "caughtUpInSeconds",
        "counters",
        "rejectedLastHour",
        "lastBatchAt",
        "nextRetryAt",
        "lastError"
    })
    @Schema(name = "PipelineSummary")
    public record Summary(
            String name,
            PipelineState state,
            double rowsPerSecond,
            @Nullable Rates rates,
            @Nullable Long lag,
            @Nullable Long lagSeconds,
            @Nullable Trend lagTrend,
            @Nullable Long caughtUpInSeconds,
            PipelineStatus.@Nullable CountersView counters,
            @Nullable Long rejectedLastHour,
            @Nullable Instant lastBatchAt,
            @Nullable Instant nextRetryAt,
            @Nullable LastError lastError) {}
}

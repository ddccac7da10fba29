package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.BatchProgress;
import io.sluice.pipeline.lifecycle.RunBatch;
import io.sluice.stream.flow.FlowSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Recent micro-batches, newest first. */
@Schema(name = "Progress")
public record BatchPage(List<Batch> items) {

    static BatchPage newest(List<RunBatch> oldestFirst, FlowSpec spec, int limit) {
        List<RunBatch> batches = new ArrayList<>(oldestFirst);
        Collections.reverse(batches);
        return new BatchPage(batches.stream()
                .limit(limit)
                .map(batch -> Batch.of(batch, spec))
                .toList());
    }

    @JsonPropertyOrder({
        "runId",
        "batchId",
        "timestamp",
        "rows",
        "inputRowsPerSecond",
        "processedRowsPerSecond",
        "durationMs",
        "lag",
        "counters"
    })
    @Schema(name = "Batch")
    public record Batch(
            UUID runId,
            long batchId,
            Instant timestamp,
            long rows,
            double inputRowsPerSecond,
            double processedRowsPerSecond,
            Map<String, Long> durationMs,
            long lag,
            PipelineStatus.CountersView counters) {

        static Batch of(RunBatch of, FlowSpec spec) {
            BatchProgress batch = of.progress();
            return new Batch(
                    of.runId(),
                    batch.batchId(),
                    batch.timestamp(),
                    batch.rows(),
                    batch.inputRowsPerSecond(),
                    batch.processedRowsPerSecond(),
                    batch.durationMs(),
                    batch.lag(),
                    PipelineStatus.CountersView.ofBatch(batch.counters(), spec));
        }
    }
}

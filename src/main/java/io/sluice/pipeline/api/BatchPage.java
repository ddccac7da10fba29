package io.sluice.pipeline.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.sluice.engine.BatchProgress;
import io.sluice.pipeline.lifecycle.RunBatch;
import io.sluice.stream.flow.FlowSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Recent micro-batches, newest first. */
@Schema(name = "Progress", description = "Recent micro-batches that had records, newest first.")
record BatchPage(
        @Schema(description = "The micro-batches, newest first.", requiredMode = RequiredMode.REQUIRED)
        List<Batch> items) {

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
    @Schema(name = "Batch", description = "A micro-batch.")
    record Batch(
            @Schema(
                    description = "The run that it was of, as the status names it: new with every start.",
                    requiredMode = RequiredMode.REQUIRED)
            UUID runId,

            @Schema(
                    description = "Its number in its run, from 0.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "41")
            long batchId,

            @Schema(description = "When it began.", requiredMode = RequiredMode.REQUIRED)
            Instant timestamp,

            @Schema(description = "Records that it read.", requiredMode = RequiredMode.REQUIRED, example = "500")
            long rows,

            @Schema(
                    description = "Records that arrived per second.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "5.0")
            double inputRowsPerSecond,

            @Schema(
                    description = "Records per second that it took.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "2500.0")
            double processedRowsPerSecond,

            @Schema(
                    description = "Milliseconds by phase; `triggerExecution` is the whole.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "{\"addBatch\": 180, \"triggerExecution\": 200}")
            Map<String, Long> durationMs,

            @Schema(
                    description = "Offsets left to read after it, over all partitions.",
                    requiredMode = RequiredMode.REQUIRED,
                    example = "0")
            long lag,

            @Schema(
                    description = "What became of its records; those of a repeated micro-batch count the first time.",
                    requiredMode = RequiredMode.REQUIRED)
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

package io.sluice.engine;

import io.sluice.sink.FlowSink;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/** A query's micro-batches, from Spark's own reports. */
record MicroBatches(StreamingQuery query) implements BatchHistory {

    @Override
    public @Nullable Long lastId() {
        StreamingQueryProgress last = query.lastProgress();
        return last == null ? null : last.batchId();
    }

    @Override
    public List<BatchProgress> recent() {
        return Arrays.stream(query.recentProgress())
                .filter(progress -> progress.numInputRows() > 0)
                .map(MicroBatches::batch)
                .toList();
    }

    private static BatchProgress batch(StreamingQueryProgress progress) {
        Map<String, String> metrics = Map.copyOf(progress.sink().metrics());
        return new BatchProgress(
                progress.batchId(),
                Instant.parse(progress.timestamp()),
                progress.numInputRows(),
                finite(progress.inputRowsPerSecond()),
                finite(progress.processedRowsPerSecond()),
                progress.durationMs(),
                partitions(progress).stream().mapToLong(PartitionProgress::lag).sum(),
                FlowSink.countersOf(metrics));
    }

    /** Spark says NaN or infinity of a micro-batch that took no measurable time; JSON has neither. */
    private static double finite(double rate) {
        return Double.isFinite(rate) ? rate : 0;
    }

    @Override
    public List<PartitionProgress> partitions() {
        StreamingQueryProgress last = query.lastProgress();
        return last == null ? List.of() : partitions(last);
    }

    private static List<PartitionProgress> partitions(StreamingQueryProgress progress) {
        if (progress.sources().length == 0) {
            return List.of();
        }
        SourceProgress source = progress.sources()[0];
        return PartitionProgress.of(OffsetJson.parse(source.endOffset()), OffsetJson.parse(source.latestOffset()));
    }
}

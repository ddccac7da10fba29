package io.sluice.engine.run;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.task.FlowSink;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * A query's micro-batches, from Spark's own reports, and those that were carried past Spark.
 *
 * @param small the latter
 */
record MicroBatches(StreamingQuery query, SmallHistory small) implements BatchHistory {

    private static final int MOST = 100;

    @Override
    public @Nullable Long lastId() {
        Long lastSmall = small.lastId();
        StreamingQueryProgress last = query.lastProgress();
        if (last == null || lastSmall != null && lastSmall > small.id(last.batchId())) {
            return lastSmall;
        }
        return small.id(last.batchId());
    }

    @Override
    public List<BatchProgress> recent() {
        List<BatchProgress> all = Stream.concat(
                        Arrays.stream(query.recentProgress())
                                .filter(progress -> progress.numInputRows() > 0)
                                .map(this::batch),
                        small.recent().stream())
                .sorted(Comparator.comparingLong(BatchProgress::batchId))
                .toList();
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    private BatchProgress batch(StreamingQueryProgress progress) {
        Map<String, String> metrics = Map.copyOf(progress.sink().metrics());
        return new BatchProgress(
                small.id(progress.batchId()),
                Instant.parse(progress.timestamp()),
                progress.numInputRows(),
                progress.inputRowsPerSecond(),
                progress.processedRowsPerSecond(),
                progress.durationMs(),
                partitions(progress).stream().mapToLong(PartitionProgress::lag).sum(),
                FlowSink.countersOf(metrics));
    }

    @Override
    public List<PartitionProgress> partitions() {
        StreamingQueryProgress last = query.lastProgress();
        List<PartitionProgress> since =
                small.partitionsAfter(last == null ? Instant.EPOCH : Instant.parse(last.timestamp()));
        return since.isEmpty() && last != null ? partitions(last) : since;
    }

    private static List<PartitionProgress> partitions(StreamingQueryProgress progress) {
        if (progress.sources().length == 0) {
            return List.of();
        }
        SourceProgress source = progress.sources()[0];
        return PartitionProgress.of(Offsets.parse(source.endOffset()), Offsets.parse(source.latestOffset()));
    }
}

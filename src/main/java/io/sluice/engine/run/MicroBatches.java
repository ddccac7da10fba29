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
        BatchProgress lastSmall = small.newest();
        StreamingQueryProgress last = query.lastProgress();
        Long spark = last == null ? null : Long.valueOf(small.id(last.batchId()));
        return lastSmall != null && (spark == null || lastSmall.batchId() > spark)
                ? Long.valueOf(lastSmall.batchId())
                : spark;
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

    @Override
    public @Nullable BatchProgress newest() {
        BatchProgress lastSmall = small.newest();
        StreamingQueryProgress[] recent = query.recentProgress();
        for (int i = recent.length - 1; i >= 0; i--) {
            if (recent[i].numInputRows() > 0) {
                return lastSmall != null && lastSmall.batchId() > small.id(recent[i].batchId())
                        ? lastSmall
                        : batch(recent[i]);
            }
        }
        return lastSmall;
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

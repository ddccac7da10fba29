package io.sluice.engine.run;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.task.FlowSink;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.jspecify.annotations.Nullable;

/** A query's micro-batches, from Spark's own reports, and those that were carried past Spark. Thread-safe. */
final class MicroBatches implements BatchHistory {

    private static final int MOST = 100;

    private final StreamingQuery query;
    private final SmallHistory small;

    /** Those of Spark that had rows. Their reports are texts in good part, which take long to read. */
    private final Deque<BatchProgress> ofSpark = new ArrayDeque<>();

    /** Spark's number of the newest one that was read. */
    private long read = -1;

    /** @param small those that were carried past Spark */
    MicroBatches(StreamingQuery query, SmallHistory small) {
        this.query = query;
        this.small = small;
    }

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
        List<BatchProgress> all = Stream.concat(ofSpark().stream(), small.recent().stream())
                .sorted(Comparator.comparingLong(BatchProgress::batchId))
                .toList();
        return all.subList(Math.max(0, all.size() - MOST), all.size());
    }

    @Override
    public @Nullable BatchProgress newest() {
        List<BatchProgress> spark = ofSpark();
        BatchProgress lastSpark = spark.isEmpty() ? null : spark.get(spark.size() - 1);
        BatchProgress lastSmall = small.newest();
        return lastSmall == null || lastSpark != null && lastSpark.batchId() > lastSmall.batchId()
                ? lastSpark
                : lastSmall;
    }

    /** Reads the reports that are new. */
    private synchronized List<BatchProgress> ofSpark() {
        for (StreamingQueryProgress progress : query.recentProgress()) {
            if (progress.numInputRows() > 0 && progress.batchId() > read) {
                ofSpark.add(batch(progress));
                read = progress.batchId();
            }
        }
        while (ofSpark.size() > MOST) {
            ofSpark.remove();
        }
        return List.copyOf(ofSpark);
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

package io.sluice.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.CommitLog;
import org.apache.spark.sql.execution.streaming.OffsetSeq;
import org.apache.spark.sql.execution.streaming.OffsetSeqLog;
import scala.Option;

/** Where the checkpoints of flows are, under ids of the server's own, and what they say. Thread-safe. */
final class Checkpoints {

    private final String location;

    /** @param location any Hadoop file system URI or a local path */
    Checkpoints(String location) {
        this.location = location;
    }

    String path(long pipelineId) {
        return new Path(location, "pipeline-" + pipelineId).toString();
    }

    /** The next offset for each partition by topic after the last micro-batch in the commit log; empty before one. */
    Map<String, Map<Integer, Long>> committedOffsets(SparkSession session, long pipelineId) {
        String path = path(pipelineId);
        // Spark's logs would create their directories when they are opened.
        if (!exists(session, path + "/commits") || !exists(session, path + "/offsets")) {
            return Map.of();
        }
        return latest(session, path).map(OffsetJson::parse).orElse(Map.of());
    }

    private static Optional<String> latest(SparkSession session, String path) {
        Option<Object> batch = new CommitLog(session, path + "/commits").getLatestBatchId();
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        Option<OffsetSeq> offsets = new OffsetSeqLog(session, path + "/offsets").get((long) batch.get());
        if (offsets.isEmpty() || offsets.get().offsets().isEmpty()) {
            return Optional.empty();
        }
        var source = offsets.get().offsets().head();
        return source.isEmpty() ? Optional.empty() : Optional.of(source.get().json());
    }

    void delete(SparkSession session, long pipelineId) {
        try {
            Path path = new Path(path(pipelineId));
            fileSystem(session, path).delete(path, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean exists(SparkSession session, String name) {
        try {
            Path path = new Path(name);
            return fileSystem(session, path).exists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileSystem fileSystem(SparkSession session, Path path) throws IOException {
        return path.getFileSystem(session.sparkContext().hadoopConfiguration());
    }
}

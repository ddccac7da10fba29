package io.sluice.engine.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;
import org.apache.spark.sql.execution.streaming.StreamMetadata;

/**
 * The directories that Spark needs while a flow runs, under ids of the server's own. Each start gets a new one: where to
 * resume is known from the ledger alone, so nothing depends on what an earlier run left here. See
 * docs/adr/0005-ledger-decides.md. Thread-safe.
 */
public final class Checkpoints {

    private final String location;

    /** @param location any Hadoop file system URI or a local path */
    public Checkpoints(String location) {
        this.location = location;
    }

    /**
     * A new directory for a start, which is the pipeline's only one then.
     *
     * @param session of this start alone
     */
    public String begin(SparkSession session, long pipelineId, long generation) {
        delete(session, pipelineId);
        Path run = new Path(directory(pipelineId), Long.toString(generation));
        if ("file".equals(fileSystem(session, run).getUri().getScheme())) {
            session.conf().set(LocalCheckpointFiles.SETTING, LocalCheckpointFiles.class.getName());
        }
        Configuration hadoop = session.sessionState().newHadoopConf();
        CheckpointFileManager.create(run, hadoop).mkdirs(run);
        StreamMetadata.write(new StreamMetadata(queryId(pipelineId).toString()), new Path(run, "metadata"), hadoop);
        return run.toString();
    }

    /** Yields the same id in every run of a pipeline; Spark would make a new one for a new directory. */
    private static UUID queryId(long pipelineId) {
        return UUID.nameUUIDFromBytes(("sluice pipeline " + pipelineId).getBytes(StandardCharsets.UTF_8));
    }

    public void delete(SparkSession session, long pipelineId) {
        try {
            Path directory = directory(pipelineId);
            fileSystem(session, directory).delete(directory, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileSystem fileSystem(SparkSession session, Path path) {
        try {
            return path.getFileSystem(session.sparkContext().hadoopConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path directory(long pipelineId) {
        return new Path(location, "pipeline-" + pipelineId);
    }
}

package io.sluice.engine.run;

import io.sluice.engine.session.SparkQuery;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.kafka.SmallBatch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.SparkDataStream;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/**
 * Carries few records of one query by the sink that Spark would use, in the order in which Spark would: the gate and the
 * topics' ids on the query's thread, one task on a thread of its own, the commit on the query's again. What it leaves out
 * is the plan, the job, and the checkpoint, which nobody reads. See docs/adr/0014-small-batches.md.
 */
final class SmallBatches implements SmallBatch {

    private final Supplier<StreamingWrite> writes;
    private final Supplier<Counters> counters;
    private final QuerySource source;
    private final SmallHistory history;
    private final SparkSession session;
    private final SmallTasks tasks;

    /**
     * @param writes the sink's, one for each micro-batch
     * @param counters of the sink's last micro-batch
     * @param tasks where they write; a stop leaves one there that does not end
     */
    SmallBatches(
            Supplier<StreamingWrite> writes,
            Supplier<Counters> counters,
            QuerySource source,
            SmallHistory history,
            SparkSession session,
            SmallTasks tasks) {
        this.writes = writes;
        this.counters = counters;
        this.source = source;
        this.history = history;
        this.session = session;
        this.tasks = tasks;
    }

    @Override
    public boolean carry(
            SparkDataStream stream, Iterable<InternalRow> rows, Offset end, Map<TopicPartition, Long> newest) {
        SparkQuery query = source.query();
        if (query == null) {
            return false;
        }
        Instant begun = Instant.now();
        long start = System.nanoTime();
        long next = query.nextBatchId();
        StreamingWrite write = writes.get();
        // Waits for an answer of Kafka's to a question that flows share: nobody holds a place meanwhile.
        StreamingDataWriterFactory writers = write.createStreamingWriterFactory(() -> 1);
        if (!takesPlace(write, next)) {
            return false;
        }
        query.reads(stream, end);
        write(write, writers, history.id(next), rows);
        query.committed(stream, end);
        history.add(next, begun, Duration.ofNanos(System.nanoTime() - start), counters.get(), source.ends(), newest);
        return true;
    }

    private boolean takesPlace(StreamingWrite write, long id) {
        boolean taken = false;
        try {
            taken = tasks.take();
            return taken;
        } catch (InterruptedException e) {
            throw interrupted("before");
        } finally {
            if (!taken) {
                write.abort(id, new WriterCommitMessage[1]);
            }
        }
    }

    /** Spark knows a stop by this type. */
    private static UncheckedIOException interrupted(String when) {
        Thread.currentThread().interrupt();
        return new UncheckedIOException(new InterruptedIOException("The flow was stopped " + when + " a micro-batch"));
    }

    private void write(StreamingWrite write, StreamingDataWriterFactory writers, long id, Iterable<InternalRow> rows) {
        WriterCommitMessage[] messages = new WriterCommitMessage[1];
        try {
            messages[0] = onTaskThread(writers, id, rows);
            write.commit(id, messages);
        } catch (RuntimeException | Error e) {
            write.abort(id, messages);
            throw e;
        }
    }

    private WriterCommitMessage onTaskThread(StreamingDataWriterFactory writers, long id, Iterable<InternalRow> rows) {
        Future<WriterCommitMessage> task = tasks.submit(() -> task(writers, id, rows));
        try {
            return task.get();
        } catch (InterruptedException e) {
            task.cancel(true);
            throw interrupted("during");
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException failure
                    ? failure
                    : new UncheckedIOException(cause instanceof IOException io ? io : new IOException(cause));
        }
    }

    private WriterCommitMessage task(StreamingDataWriterFactory writers, long id, Iterable<InternalRow> rows)
            throws Exception {
        SparkSession.setActiveSession(session);
        try (DataWriter<InternalRow> writer = writers.createWriter(0, 0, id)) {
            for (InternalRow row : rows) {
                writer.write(row);
            }
            return writer.commit();
        } finally {
            SparkSession.clearActiveSession();
        }
    }
}

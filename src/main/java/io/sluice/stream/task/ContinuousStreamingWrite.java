package io.sluice.stream.task;

import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.task.FlowSink.EpochListener;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A run in continuous mode on the driver. The tasks commit for themselves; what is left here is the sum of an epoch. */
final class ContinuousStreamingWrite implements StreamingWrite {

    private final FlowTask task;
    private final Acknowledged acknowledged;
    private final EpochListener epochs;

    ContinuousStreamingWrite(FlowTask task, Acknowledged acknowledged, EpochListener epochs) {
        this.task = task;
        this.acknowledged = acknowledged;
        this.epochs = epochs;
    }

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
        MDC.put("pipeline", task.name());
        return new WriterFactory(task, acknowledged);
    }

    @Override
    public boolean useCommitCoordinator() {
        return false;
    }

    /** Called by a thread of Spark's own, which only logs what is thrown. */
    @Override
    public void commit(long epochId, WriterCommitMessage[] messages) {
        epochs.committed(epochId, TaskCommit.take(messages, task, acknowledged));
    }

    @Override
    public void abort(long epochId, WriterCommitMessage[] messages) {
        // The tasks have rolled back what was open.
    }

    /** Spark makes a copy of it for each task, and asks the copy for a writer at each epoch. */
    private static final class WriterFactory implements StreamingDataWriterFactory {

        private static final long serialVersionUID = 1L;

        private final FlowTask task;
        private final Acknowledged acknowledged;
        private transient @Nullable ContinuousTask running;

        WriterFactory(FlowTask task, Acknowledged acknowledged) {
            this.task = task;
            this.acknowledged = acknowledged;
        }

        @Override
        public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
            ContinuousTask mine = running;
            if (mine == null) {
                TaskContext context = TaskContext.get();
                // Spark's reader looks at this mark every second, and takes it for the end of the epoch.
                ContinuousTask begun = ContinuousTask.start(
                        task, acknowledged, partitionId, () -> context.markInterrupted("a transaction failed"));
                context.addTaskCompletionListener((TaskCompletionListener) ended -> begun.end());
                running = begun;
                mine = begun;
            }
            return mine;
        }
    }
}

package io.sluice.sink;

import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/** One micro-batch on the driver. The tasks commit for themselves; what is left here is the gate and the sum. */
final class FlowStreamingWrite implements StreamingWrite {

    private final FlowTask task;
    private final BatchGate gate;
    private final Consumer<Tally> committed;

    FlowStreamingWrite(FlowTask task, BatchGate gate, Consumer<Tally> committed) {
        this.task = task;
        this.gate = gate;
        this.committed = committed;
    }

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
        gate.enter();
        return new WriterFactory(task);
    }

    /** Two attempts of a task are harmless: they meet at the lock of the partition's progress row. */
    @Override
    public boolean useCommitCoordinator() {
        return false;
    }

    @Override
    public void commit(long epochId, WriterCommitMessage[] messages) {
        Tally sum = new Tally();
        for (WriterCommitMessage message : messages) {
            if (message instanceof TaskCommit commit) {
                sum.add(commit.tally());
            }
        }
        committed.accept(sum);
        gate.leave();
    }

    @Override
    public void abort(long epochId, WriterCommitMessage[] messages) {
        gate.leave();
    }

    private record WriterFactory(FlowTask task) implements StreamingDataWriterFactory {

        @Override
        public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
            return new FlowWriter(task);
        }
    }
}

package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.task.FlowSink.BatchSource;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.slf4j.MDC;

/** One micro-batch on the driver. The tasks commit for themselves; what is left here is the gate and the sum. */
final class FlowStreamingWrite implements StreamingWrite {

    private final FlowTask task;
    private final BatchGate gate;
    private final BatchSource source;
    private final Acknowledged acknowledged;
    private final BatchEnds ends;
    private final Consumer<Counters> committed;

    FlowStreamingWrite(
            FlowTask task,
            BatchGate gate,
            BatchSource source,
            Acknowledged acknowledged,
            Consumer<Counters> committed) {
        this.task = task;
        this.gate = gate;
        this.source = source;
        this.acknowledged = acknowledged;
        this.ends = new BatchEnds(task, acknowledged);
        this.committed = committed;
    }

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
        // This thread is the query's own; what Spark logs when the micro-batch fails says whose it is.
        MDC.put("pipeline", task.name());
        gate.enter();
        try {
            source.check();
            return new WriterFactory(task, acknowledged);
        } catch (InterruptedException e) {
            gate.leave();
            throw BatchGate.interrupted();
        } catch (RuntimeException e) {
            // Spark calls abort only for what fails later.
            gate.leave();
            throw e;
        }
    }

    /** Two attempts of a task are harmless: they meet at the lock of the partition's progress row. */
    @Override
    public boolean useCommitCoordinator() {
        return false;
    }

    @Override
    public void commit(long epochId, WriterCommitMessage[] messages) {
        Counters sum = TaskCommit.take(messages, task, acknowledged);
        try {
            Offsets end = source.ends();
            ends.advance(end);
            task.redelivery().advance(end);
        } catch (SQLException e) {
            throw new UncheckedIOException(new FlowWriteException(
                    "Pipeline %s: noting in the ledger where the micro-batch ends failed: %s"
                            .formatted(task.name(), e.getMessage()),
                    e));
        }
        MDC.put("batch", Long.toString(epochId));
        committed.accept(sum);
        gate.leave();
    }

    @Override
    public void abort(long epochId, WriterCommitMessage[] messages) {
        gate.leave();
    }

    private record WriterFactory(FlowTask task, Acknowledged acknowledged) implements StreamingDataWriterFactory {

        @Override
        public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
            return new RecordCarrier(task, acknowledged);
        }
    }
}

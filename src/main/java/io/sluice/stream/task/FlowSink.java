package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.LedgerCheck;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.streaming.ReportsSinkMetrics;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.StructType;

/**
 * What a streaming query writes to: lives on the driver, one for each run of a flow. Spark's progress reports carry the
 * exact counters of the micro-batch as the sink's metrics.
 */
public final class FlowSink implements SupportsWrite, ReportsSinkMetrics {

    private final FlowTask task;
    private final StructType sourceRows;
    private final Acknowledged acknowledged;
    private final Supplier<StreamingWrite> writes;
    private volatile Counters lastBatch;

    /**
     * Makes what a flow in micro-batches writes to.
     *
     * @param sourceRows the schema of the streaming source's rows
     * @param begin where the ledger stands as the run begins, for every partition
     */
    public FlowSink(FlowTask task, StructType sourceRows, Offsets begin, BatchGate gate, BatchSource source) {
        this.task = task;
        this.sourceRows = sourceRows;
        this.acknowledged = new Acknowledged(begin);
        this.lastBatch = Counters.zero(task.stores().keySet());
        this.writes = () -> new FlowStreamingWrite(task, gate, source, acknowledged, counters -> lastBatch = counters);
    }

    /**
     * Makes what a flow in continuous mode writes to.
     *
     * @param sourceRows the schema of the streaming source's rows
     * @param begin where the ledger stands as the run begins, for every partition
     */
    public FlowSink(FlowTask task, StructType sourceRows, Offsets begin, EpochListener epochs) {
        this.task = task;
        this.sourceRows = sourceRows;
        this.acknowledged = new Acknowledged(begin);
        this.lastBatch = Counters.zero(task.stores().keySet());
        this.writes = () -> new ContinuousStreamingWrite(task, acknowledged, epochs);
    }

    /**
     * Makes a check for whoever watches over the ledger while the run has nothing to write: what it has said up to now it must
     * say to a later question, too; and what it answers then, ever after. In continuous mode nothing is heard of the
     * tasks before their epoch ends.
     */
    public LedgerCheck check() {
        Acknowledged now = acknowledged.copy();
        return ledger -> {
            now.require(task.name(), ledger);
            acknowledged.add(ledger);
        };
    }

    /** The write of one micro-batch, used in the order in which Spark uses it: on the driver, by the query's thread. */
    public StreamingWrite write() {
        return writes.get();
    }

    @Override
    public String name() {
        return "sluice:" + task.name();
    }

    /** What Spark shows as the sink's description. */
    @Override
    public String toString() {
        return name();
    }

    @Override
    @SuppressWarnings("deprecation") // still abstract in Table
    public StructType schema() {
        return sourceRows;
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.STREAMING_WRITE);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        return new WriteBuilder() {
            @Override
            public Write build() {
                return new FlowWrite();
            }
        };
    }

    /** The counters of the last committed micro-batch, by the names that {@link BatchMetrics} reads. */
    @Override
    public Map<String, String> metrics() {
        return BatchMetrics.write(lastBatch);
    }

    /** The counters in a progress report of a query that writes to such a sink. */
    public static Counters countersOf(Map<String, String> sinkMetrics) {
        return BatchMetrics.read(sinkMetrics);
    }

    private final class FlowWrite implements Write {

        @Override
        public String description() {
            return name();
        }

        @Override
        public StreamingWrite toStreaming() {
            return writes.get();
        }
    }

    /** What a flow's micro-batches read, asked on the driver by the query's thread. */
    public interface BatchSource {

        /**
         * Checks the topics before a micro-batch is read.
         *
         * @throws RuntimeException if the topics are not those that the flow's positions belong to, or cannot be asked
         */
        void check() throws InterruptedException;

        /** The offsets at which the micro-batch in flight ends; none if they are not known. */
        Offsets ends();
    }

    /** Hears of the epochs of a flow in continuous mode, on the driver, on a thread of Spark's own. */
    @FunctionalInterface
    public interface EpochListener {

        /**
         * Hears that every partition has committed its records of the epoch.
         *
         * @param counters what became of all of them
         */
        void committed(long epoch, Counters counters);
    }
}

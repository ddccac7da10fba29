package io.sluice.stream.spark;

import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.streaming.ContinuousPartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.PartitionOffset;
import org.apache.spark.sql.kafka010.KafkaContinuousInputPartition;
import org.apache.spark.sql.kafka010.KafkaContinuousStream;

/** Spark's own stream of Kafka's records for continuous mode, except that our tasks read with a {@link KeptConsumer}. */
final class ContinuousRecordStream implements ContinuousStream {

    private final KafkaContinuousStream kafka;

    ContinuousRecordStream(KafkaContinuousStream kafka) {
        this.kafka = kafka;
    }

    @Override
    public InputPartition[] planInputPartitions(Offset start) {
        return kafka.planInputPartitions(start);
    }

    @Override
    public ContinuousPartitionReaderFactory createContinuousReaderFactory() {
        return new Factory();
    }

    @Override
    public Offset mergeOffsets(PartitionOffset[] offsets) {
        return kafka.mergeOffsets(offsets);
    }

    @Override
    public boolean needsReconfiguration() {
        return kafka.needsReconfiguration();
    }

    @Override
    public Offset initialOffset() {
        return kafka.initialOffset();
    }

    @Override
    public Offset deserializeOffset(String json) {
        return kafka.deserializeOffset(json);
    }

    @Override
    public void commit(Offset end) {
        kafka.commit(end);
    }

    @Override
    public void stop() {
        kafka.stop();
    }

    /** Spark shows this as the source's description. */
    @Override
    public String toString() {
        return kafka.toString();
    }

    /** Travels to the executors. */
    private record Factory() implements ContinuousPartitionReaderFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public ContinuousReader createReader(InputPartition partition) {
            return new ContinuousReader((KafkaContinuousInputPartition) partition);
        }
    }
}

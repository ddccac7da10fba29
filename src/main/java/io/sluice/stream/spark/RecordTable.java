package io.sluice.stream.spark;

import io.sluice.stream.kafka.Arrivals;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Dataset$;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.streaming.StreamingRelationV2;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.ContinuousStream;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaContinuousStream;
import org.apache.spark.sql.kafka010.KafkaMicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** Spark's table of Kafka's records, for one query whose stream is a {@link RecordStream} or {@link ContinuousRecordStream}. */
public final class RecordTable implements SupportsRead {

    private final SupportsRead kafka;
    private final @Nullable Arrivals arrivals;

    private RecordTable(SupportsRead kafka, @Nullable Arrivals arrivals) {
        this.kafka = kafka;
        this.arrivals = arrivals;
    }

    /**
     * The same records, straight into a sink that takes rows as {@link SourceRecords} does. Whatever else the session's
     * queries stream, they stream as before. The plan takes the object itself, which Spark's public reader does not: it
     * finds a source by its name and hands it strings.
     *
     * @param source as Spark's reader has loaded it with the options of {@link io.sluice.stream.kafka.KafkaSource}
     * @param arrivals of this query alone, which closes them at its end; it waits for them where it would say that there
     *     is nothing new. Null if it is never to wait, and in continuous mode
     */
    public static Dataset<Row> of(Dataset<Row> source, @Nullable Arrivals arrivals) {
        RecordStrategy.addTo(source.sparkSession());
        StreamingRelationV2 relation = (StreamingRelationV2) source.logicalPlan();
        return Dataset$.MODULE$.ofRows(
                source.sparkSession(),
                relation.copy(
                        relation.source(),
                        relation.sourceName(),
                        new RecordTable((SupportsRead) relation.table(), arrivals),
                        relation.extraOptions(),
                        relation.output(),
                        relation.catalog(),
                        relation.identifier(),
                        relation.v1Relation()));
    }

    @Override
    public String name() {
        return kafka.name();
    }

    @Override
    @SuppressWarnings("deprecation") // still abstract in Table
    public StructType schema() {
        return kafka.schema();
    }

    @Override
    public Set<TableCapability> capabilities() {
        return Set.of(TableCapability.MICRO_BATCH_READ, TableCapability.CONTINUOUS_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return () -> new RecordScan(kafka.newScanBuilder(options).build(), arrivals);
    }

    private record RecordScan(Scan kafka, @Nullable Arrivals arrivals) implements Scan {

        @Override
        public StructType readSchema() {
            return kafka.readSchema();
        }

        @Override
        public String description() {
            return kafka.description();
        }

        @Override
        public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
            return new RecordStream((KafkaMicroBatchStream) kafka.toMicroBatchStream(checkpointLocation), arrivals);
        }

        @Override
        public ContinuousStream toContinuousStream(String checkpointLocation) {
            return new ContinuousRecordStream((KafkaContinuousStream) kafka.toContinuousStream(checkpointLocation));
        }
    }
}

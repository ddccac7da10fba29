package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.Arrivals;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.SmallBatch;
import io.sluice.stream.spark.RecordTable;
import io.sluice.stream.task.BatchGate;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a flow that waits for records")
class SparkRunningFlowTest {

    /** For which it would wait for a micro-batch that is not there to be in Spark's log. */
    private static final Duration IN_VAIN = Duration.ofSeconds(2);

    @TempDir
    private Path checkpoint;

    @Test
    @DisplayName("says so, and stops without waiting for a micro-batch")
    void stopsAtOnce() throws Exception {
        String topic = TestKafka.freshTopic(1);
        KafkaSource kafka = new KafkaSource(TestKafka.bootstrapServers(), Map.of());
        SourceSpec spec = new SourceSpec(List.of(topic), "id INT", false, new StartingOffsets.Earliest(), null);
        Dataset<Row> source = TestSpark.session()
                .readStream()
                .format("kafka")
                .options(kafka.options(spec, Map.of(topic, Map.of(0, 0L))))
                .load();
        Arrivals arrivals = kafka.arrivals(SmallBatch.NONE);
        StreamingQuery query = RecordTable.of(source, arrivals)
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .format("noop")
                .start();
        SparkRunningFlow flow = new SparkRunningFlow(
                query,
                new MicroBatches(query, new SmallHistory()),
                () -> ledger -> {},
                Optional.empty(),
                ended -> {},
                new BatchGate(),
                arrivals);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(flow::isWaiting);
        assertThat(LiveQueries.describe(flow).statusMessage()).isEqualTo("Waiting for data to arrive");

        long start = System.nanoTime();
        flow.stop(Duration.ofSeconds(30));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(IN_VAIN);
        assertThat(flow.ended()).succeedsWithin(Duration.ofSeconds(30));
    }
}

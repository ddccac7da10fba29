package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.Arrivals;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.SmallBatch;
import io.sluice.stream.spark.RecordTable;
import io.sluice.stream.store.Stores;
import io.sluice.stream.task.BatchGate;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a flow that waits for records")
class SparkRunningFlowTest {

    /** For which it would wait in vain for a micro-batch that is not there to be in Spark's log. */
    private static final Duration ENDLESS = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path checkpoint;

    private SparkRunningFlow start() throws Exception {
        String topic = TestKafka.freshTopic(1);
        KafkaSource kafka = new KafkaSource(TestKafka.bootstrapServers(), Map.of());
        SourceSpec spec = new SourceSpec(
                List.of(topic),
                "id INT",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                null);
        Dataset<Row> source = TestSpark.session()
                .readStream()
                .format("kafka")
                .options(kafka.options(spec, new Offsets(Map.of(topic, Map.of(0, 0L)))))
                .load();
        Arrivals arrivals = kafka.arrivals(SmallBatch.NONE);
        StreamingQuery query = RecordTable.of(source, arrivals)
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .format("noop")
                .queryName(topic)
                .start();
        SparkRunningFlow flow = new SparkRunningFlow(
                        query,
                        new MicroBatches(query, new SmallHistory()),
                        () -> ledger -> {},
                        Optional.empty(),
                        ended -> {},
                        new BatchGate(),
                        arrivals)
                .watched(new Stores(List.of()));
        Awaitility.await().atMost(PATIENCE).until(flow::isWaiting);
        return flow;
    }

    @Test
    @DisplayName("says so, and stops without waiting for a micro-batch")
    void stopsWithoutWaitingForMicroBatch() throws Exception {
        SparkRunningFlow flow = start();
        assertThat(RunningFlows.describe(flow).statusMessage()).isEqualTo("Waiting for data to arrive");

        assertThat(CompletableFuture.runAsync(() -> flow.stop(ENDLESS, ENDLESS)))
                .succeedsWithin(PATIENCE);
        assertThat(flow.ended()).succeedsWithin(PATIENCE);
    }

    @Test
    @DisplayName("fails, and its query ends, when whoever watches over it is ended by what Spark does not declare")
    void failsWithItsWatcher() throws Exception {
        SparkRunningFlow flow = start();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("flow-" + flow.query().name()))
                .forEach(Thread::interrupt);

        assertThat(flow.ended())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(InterruptedException.class);
        Awaitility.await().atMost(PATIENCE).until(() -> !flow.query().isActive());
    }
}

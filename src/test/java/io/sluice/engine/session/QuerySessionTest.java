package io.sluice.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.spark.RecordTable;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a session for queries")
class QuerySessionTest {

    @TempDir
    private Path checkpoint;

    private final SparkSession session = QuerySession.like(TestSpark.session().newSession());

    @Test
    @DisplayName("hands a source's rows to a sink, in a plan that compiles nothing, and counts them")
    void handsRowsToTheSinkWithoutCompilingAnything() throws Exception {
        String topic = TestKafka.freshTopic(2);
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (int i = 0; i < 10; i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, null, new byte[i]))
                        .get();
            }
        }
        KafkaSource kafka = new KafkaSource(TestKafka.bootstrapServers(), Map.of());
        SourceSpec spec = new SourceSpec(
                List.of(topic),
                "id INT",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                null);

        StreamingQuery query = RecordTable.of(
                        session.readStream()
                                .format("kafka")
                                .options(kafka.options(spec, new Offsets(Map.of(topic, Map.of(0, 0L, 1, 0L)))))
                                .load(),
                        null)
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .trigger(Trigger.AvailableNow())
                .format("noop")
                .start();
        query.awaitTermination();

        assertThat(Arrays.stream(query.recentProgress()).mapToLong(StreamingQueryProgress::numInputRows))
                .contains(10L);
        assertThat(plan(query))
                .contains("MicroBatchScan")
                .doesNotContain("Project")
                .doesNotContain("*(1)");
    }

    private static String plan(StreamingQuery query) {
        return ((StreamingQueryWrapper) query)
                .streamingQuery()
                .lastExecution()
                .executedPlan()
                .toString();
    }
}

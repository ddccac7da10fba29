package io.sluice.stream.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.Arrivals;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.SmallBatch;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.KafkaOffsetRange;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

@DisplayName("a stream of records")
class RecordStreamTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path checkpoint;

    private final String topic = TestKafka.freshTopic(1);
    private final KafkaSource kafka = new KafkaSource(TestKafka.bootstrapServers(), Map.of());
    private final Queue<String> read = new ConcurrentLinkedQueue<>();

    private Arrivals arrivals(Duration longest) {
        return kafka.arrivals(longest, SmallBatch.NONE);
    }

    private StreamingQuery query(Arrivals arrivals) throws Exception {
        SourceSpec spec = new SourceSpec(
                List.of(topic),
                "id INT",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                1000L);
        Dataset<Row> source = TestSpark.session()
                .readStream()
                .format("kafka")
                .options(kafka.options(spec, new Offsets(Map.of(topic, Map.of(0, 0L)))))
                .load();
        VoidFunction2<Dataset<Row>, Long> collect = (batch, id) ->
                batch.selectExpr("CAST(value AS STRING)").collectAsList().forEach(row -> read.add(row.getString(0)));
        return RecordTable.of(source, arrivals)
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(collect)
                .start();
    }

    private void append(int partition, String value) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            producer.send(new ProducerRecord<>(topic, partition, null, value.getBytes()))
                    .get();
        }
    }

    private void awaitRead(String... values) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(read).containsExactly(values));
    }

    @Test
    @DisplayName("reads each record when it comes, asks nothing meanwhile, and reports no wait as work")
    void readsEachRecordAsItComesAndReportsNoWaitAsWork() throws Exception {
        Arrivals arrivals = arrivals(LONG);
        StreamingQuery query = query(arrivals);
        try {
            append(0, "a");
            awaitRead("a");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(2))
                    .during(Duration.ofSeconds(1))
                    .until(arrivals::isWaiting);
            Instant sent = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            append(0, "b");
            awaitRead("a", "b");
            Awaitility.await().until(() -> query.lastProgress().batchId() == 1);
            assertThat(Instant.parse(query.lastProgress().timestamp())).isAfterOrEqualTo(sent);
            assertThat(query.lastProgress().sources()[0].description()).isEqualTo("KafkaV2[Subscribe[" + topic + "]]");
            assertThat(query.lastProgress().sources()[0].metrics()).containsEntry("maxOffsetsBehindLatest", "0");
        } finally {
            query.stop();
        }
    }

    private static InputPartition[] planned(long... records) {
        return IntStream.range(0, records.length)
                .mapToObj(i -> new KafkaBatchInputPartition(
                        new KafkaOffsetRange(
                                new TopicPartition("t", records.length - i), 0, records[i], Option.empty()),
                        Map.of(),
                        1,
                        true,
                        true))
                .toArray(InputPartition[]::new);
    }

    private static List<List<Integer>> tasks(long... records) {
        return Stream.of(PartitionGroup.of(planned(records)))
                .map(group -> ((PartitionGroup) group)
                        .partitions().stream()
                                .map(p -> p.offsetRange().partition())
                                .toList())
                .toList();
    }

    @Test
    @DisplayName("has one task for all partitions of a small micro-batch, and one for each of a large one")
    void smallMicroBatchHasOneTaskForAllPartitions() {
        assertThat(tasks(500, 400, 100)).containsExactly(List.of(1, 2, 3));
        assertThat(tasks(500, 400, 101)).containsExactly(List.of(1), List.of(2), List.of(3));
        assertThat(tasks(5000)).containsExactly(List.of(1));
        assertThat(tasks()).isEmpty();
    }

    @Test
    @DisplayName("stops at once while it waits, without an error")
    void stopsAtOnceWhileItWaits() throws Exception {
        Arrivals arrivals = arrivals(LONG);
        StreamingQuery query = query(arrivals);
        Awaitility.await().until(arrivals::isWaiting);

        CompletableFuture<Void> stop =
                CompletableFuture.runAsync(() -> assertThatNoException().isThrownBy(query::stop));

        assertThat(stop).succeedsWithin(Duration.ofSeconds(30));
        assertThat(query.exception().isEmpty()).isTrue();
        assertThat(query.awaitTermination(30_000)).isTrue();
    }

    @Test
    @DisplayName("finds new partitions, and fails as Spark's own when the topic is gone")
    void followsTheTopic() throws Exception {
        StreamingQuery query = query(arrivals(Duration.ofMillis(500)));
        try {
            append(0, "a");
            awaitRead("a");
            TestKafka.admin()
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            append(1, "b");
            awaitRead("a", "b");
            TestKafka.admin().deleteTopics(List.of(topic)).all().get();
            assertThatThrownBy(() -> query.awaitTermination(60_000)).hasStackTraceContaining(topic);
        } finally {
            query.stop();
        }
    }
}

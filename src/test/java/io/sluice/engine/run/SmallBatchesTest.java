package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.engine.BatchProgress;
import io.sluice.engine.PartitionProgress;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.kafka.Arrivals;
import io.sluice.stream.kafka.KafkaSource;
import io.sluice.stream.kafka.Topics;
import io.sluice.stream.spark.RecordTable;
import io.sluice.stream.spark.SourceRecords;
import io.sluice.testing.TestKafka;
import io.sluice.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("micro-batches past Spark")
class SmallBatchesTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path checkpoint;

    private final String topic = TestKafka.freshTopic(2);
    private final Queue<String> carried = new ConcurrentLinkedQueue<>();
    private final Queue<String> bySpark = new ConcurrentLinkedQueue<>();
    private final Queue<Offsets> ends = new ConcurrentLinkedQueue<>();
    private final Queue<Long> aborts = new ConcurrentLinkedQueue<>();
    private static final int PLACES = 4;

    private final SmallTasks tasks = new SmallTasks();
    private final List<Integer> placesWhileAsking = new CopyOnWriteArrayList<>();
    private volatile boolean looks;
    private final SmallHistory small = new SmallHistory();
    private final Topics topics = new Topics(TestKafka.bootstrapServers(), Map.of());
    private final CountDownLatch hanging = new CountDownLatch(1);
    private @Nullable IOException failure;
    private boolean hangs;
    private volatile boolean over;
    private volatile int last;
    private Arrivals arrivals;
    private StreamingQuery query;

    @BeforeEach
    void start() throws Exception {
        KafkaSource kafka = new KafkaSource(TestKafka.bootstrapServers(), Map.of());
        SourceSpec spec = new SourceSpec(
                List.of(topic),
                "id INT",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                null);
        SparkSession session = TestSpark.session();
        Dataset<Row> source = session.readStream()
                .format("kafka")
                .options(kafka.options(spec, new Offsets(Map.of(topic, Map.of(0, 0L, 1, 0L)))))
                .load();
        QuerySource asked = new QuerySource(topics.guard(), Map.of());
        arrivals = kafka.arrivals(new SmallBatches(
                () -> new Write(asked), () -> new Counters(last, 0, 0, Map.of()), asked, small, session, tasks));
        VoidFunction2<Dataset<Row>, Long> collect = (batch, id) ->
                batch.selectExpr("CAST(value AS STRING)").collectAsList().forEach(row -> bySpark.add(row.getString(0)));
        query = RecordTable.of(source, arrivals)
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .foreachBatch(collect)
                .start();
        asked.follow(query);
        Awaitility.await().atMost(LONG).until(arrivals::isWaiting);
    }

    @AfterEach
    void stop() throws Exception {
        over = true;
        query.stop();
        tasks.close();
        topics.close();
    }

    private void append(String... values) throws Exception {
        try (Producer<byte[], byte[]> producer = TestKafka.producer()) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, 0, null, value.getBytes()))
                        .get();
            }
        }
    }

    private void awaitCarried(String... values) {
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(carried).containsExactly(values));
    }

    private void awaitEnd(long end) {
        Offsets expected = new Offsets(Map.of(topic, Map.of(0, end, 1, 0L)));
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(ends).last().isEqualTo(expected));
    }

    private long rowsOfSpark() {
        return Arrays.stream(query.recentProgress())
                .mapToLong(StreamingQueryProgress::numInputRows)
                .sum();
    }

    @Test
    @DisplayName("take a trickle, each record once and in order, and Spark has nothing left to do")
    void takesATrickleOnceAndInOrder() throws Exception {
        append("a");
        awaitCarried("a");
        append("b");
        awaitCarried("a", "b");
        append("c");
        awaitCarried("a", "b", "c");

        assertThat(rowsOfSpark()).isZero();
        // The end is told when the micro-batch is committed, which is after its records were carried.
        awaitEnd(3);
        // And it is told of when it is over.
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(new MicroBatches(query, small).recent())
                        .extracting(BatchProgress::batchId)
                        .containsExactly(0L, 1L, 2L));
        assertThat(new MicroBatches(query, small).lastId()).isEqualTo(2);
        assertThat(new MicroBatches(query, small).newest()).isEqualTo(last(new MicroBatches(query, small).recent()));
    }

    @Test
    @DisplayName("leave many records to Spark, and go on behind them; the numbers of all go up by one")
    void leavesManyRecordsToSparkAndGoesOnBehindThem() throws Exception {
        append("a");
        awaitCarried("a");
        String[] values =
                IntStream.range(0, 5000).mapToObj(i -> "x".repeat(100) + i).toArray(String[]::new);
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", topic),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            // They are there all at once.
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, 1, null, value.getBytes()));
            }
            producer.commitTransaction();
        }
        Awaitility.await().atMost(LONG).until(() -> bySpark.size() + carried.size() == values.length + 1);
        assertThat(bySpark).hasSizeGreaterThan(1000);
        Awaitility.await().atMost(LONG).until(arrivals::isWaiting);
        MicroBatches history = new MicroBatches(query, small);
        awaitTold(history, values.length + 1);
        assertThat(history.newest()).isNotNull().isEqualTo(last(history.recent()));
        append("b");
        Awaitility.await().atMost(LONG).until(() -> carried.contains("b"));

        List<String> all = new ArrayList<>(bySpark);
        all.addAll(carried);
        assertThat(all).hasSize(values.length + 2).doesNotHaveDuplicates();
        awaitTold(history, values.length + 2);
        List<BatchProgress> recent = history.recent();
        List<Long> ids = recent.stream().map(BatchProgress::batchId).toList();
        assertThat(ids)
                .isEqualTo(
                        IntStream.range(0, ids.size()).mapToObj(i -> (long) i).toList());
        assertThat(rowsOfSpark()).isPositive();
        assertThat(history.partitions()).contains(new PartitionProgress(topic, 0, 2, 2));
        // The very same objects: no report is read twice.
        assertThat(history.recent())
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .startsWith(recent.toArray(BatchProgress[]::new));
        assertThat(history.newest())
                .isEqualTo(last(history.recent()))
                .extracting(BatchProgress::rows)
                .isEqualTo(1L);
    }

    /** Each micro-batch is told of after its end, Spark's and the others. */
    private static void awaitTold(MicroBatches history, long rows) {
        Awaitility.await()
                .atMost(LONG)
                .until(() ->
                        history.recent().stream().mapToLong(BatchProgress::rows).sum() == rows);
    }

    private static BatchProgress last(List<BatchProgress> oldestFirst) {
        return oldestFirst.get(oldestFirst.size() - 1);
    }

    @Test
    @DisplayName("move on over what no reader sees")
    void movesOnOverWhatNoReaderSees() throws Exception {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "transactional.id", topic),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, 0, null, new byte[1])).get();
            producer.abortTransaction();
        }
        awaitEnd(2);
        assertThat(carried).isEmpty();
        assertThat(new MicroBatches(query, small).recent()).isEmpty();
    }

    @Test
    @DisplayName("end the query by their failure")
    void failureEndsTheQuery() throws Exception {
        failure = new IOException("the store is away");
        append("a");
        assertThatThrownBy(() -> query.awaitTermination(LONG.toMillis())).hasRootCause(failure);
        assertThat(aborts).hasSize(1);
        assertThat(ends).isEmpty();
    }

    @Test
    @DisplayName("do not keep a query from stopping, whatever a store does")
    void queryStopsWhateverAStoreDoes() throws Exception {
        hangs = true;
        append("a");
        Awaitility.await().atMost(LONG).until(() -> hanging.getCount() == 0);
        long start = System.nanoTime();
        query.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(query.exception().isEmpty()).isTrue();
        assertThat(aborts).hasSize(1);
    }

    @Test
    @DisplayName("are Spark's while all their threads are held by tasks that do not end")
    void noPlace() throws Exception {
        while (tasks.take()) {
            tasks.submit(() -> {
                while (!over) {
                    Thread.onSpinWait();
                }
                return null;
            });
        }
        append("a");
        Awaitility.await().atMost(LONG).until(() -> bySpark.contains("a"));
        assertThat(carried).isEmpty();

        over = true;
        Awaitility.await().atMost(LONG).until(arrivals::isWaiting);
        append("b");
        Awaitility.await().atMost(LONG).until(() -> bySpark.size() + carried.size() == 2);
    }

    @Test
    @DisplayName("hold no thread while they wait for Kafka to tell whose the topics are")
    void asksWithoutPlace() throws Exception {
        looks = true;
        append("a");
        awaitCarried("a");
        assertThat(placesWhileAsking).isNotEmpty().containsOnly(PLACES);
    }

    private int places() {
        int taken = 0;
        try {
            while (taken < PLACES && tasks.take()) {
                taken++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (int i = 0; i < taken; i++) {
            tasks.giveBack();
        }
        return taken;
    }

    private record Done() implements WriterCommitMessage {}

    private final class Write implements StreamingWrite {

        private final QuerySource source;

        Write(QuerySource source) {
            this.source = source;
        }

        @Override
        public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
            if (looks) {
                placesWhileAsking.add(places());
            }
            return (partition, task, epoch) -> new Writer();
        }

        @Override
        public void commit(long epochId, WriterCommitMessage[] messages) {
            assertThat(messages).containsExactly(new Done());
            ends.add(source.ends());
        }

        @Override
        public void abort(long epochId, WriterCommitMessage[] messages) {
            aborts.add(epochId);
        }
    }

    private final class Writer implements DataWriter<InternalRow> {

        private final List<String> mine = new ArrayList<>();

        @Override
        public void write(InternalRow row) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (hangs) {
                hanging.countDown();
                while (!over) {
                    Thread.onSpinWait();
                }
            }
            SourceRecord record = SourceRecords.factory().open().read(row);
            mine.add(new String(record.value()));
        }

        @Override
        public WriterCommitMessage commit() {
            carried.addAll(mine);
            last = mine.size();
            return new Done();
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}

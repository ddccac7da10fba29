package io.sluice;

import com.mongodb.client.MongoDatabase;
import io.sluice.testing.ApiClient;
import io.sluice.testing.Audit;
import io.sluice.testing.Sluice;
import io.sluice.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A Sluice with everything embedded, and hands that reach past it into topics and stores. */
final class PipelineBench implements AutoCloseable {

    static final String PIPELINES = "/api/v1/pipelines/";

    private static final String DEFINITION = """
            {"name": "%1$s",
             "source": {"topics": ["%1$s"], "schema": "n INT NOT NULL, text STRING", "startingOffsets": "%2$s"},
             "transform": "SELECT n, upper(text) AS text FROM source WHERE n %% 5 <> 0",
             "sinks": [{"type": "postgres", "table": "%1$s"}, {"type": "mongo", "collection": "%1$s"}],
             "trigger": %3$s}""";

    private static final String UPSERTS = """
            {"name": "%1$s",
             "source": {"topics": ["%1$s"], "schema": "n INT NOT NULL, text STRING", "startingOffsets": "earliest"},
             "transform": "SELECT n %% 8 AS k, n, upper(text) AS text FROM source WHERE n %% 5 <> 0",
             "sinks": [{"type": "postgres", "table": "%1$s", "mode": "upsert", "key": ["k"]},
                       {"type": "mongo", "collection": "%1$s", "mode": "upsert", "key": ["k"]}],
             "trigger": %2$s}""";

    private static final String OF_ID = "pipeline_id = (SELECT id FROM sluice.pipelines WHERE name = '%s')";

    /** The tables that hold what Postgres knows of a pipeline, and its rows there. */
    private static final Map<String, String> OF_PIPELINE =
            Map.of("fences", OF_ID, "progress", OF_ID, "sink_progress", OF_ID, "dead_letters", "pipeline = '%s'");

    final Sluice sluice;
    final ApiClient api;
    private final String trigger;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private int appended;

    PipelineBench(Path data) {
        this(data, "{\"mode\": \"processingTime\"}");
    }

    /**
     * @param trigger of the pipelines, as JSON
     * @param settings of the application, as on a command line
     */
    PipelineBench(Path data, String trigger, String... settings) {
        this.trigger = trigger;
        sluice = Sluice.startEmbedded(
                data,
                Stream.concat(Stream.of("--sluice.demo.enabled=false"), Arrays.stream(settings))
                        .toArray(String[]::new));
        api = sluice.api();
        api.awaitReady();
        Map<String, Object> kafka = Map.of(
                "bootstrap.servers", sluice.bean(KafkaConnectionDetails.class).getBootstrapServers());
        admin = Admin.create(kafka);
        Map<String, Object> inOrder = new HashMap<>(kafka);
        // With more in flight, the broker may refuse the first batch of a new topic, as out of order, for two minutes.
        inOrder.put("max.in.flight.requests.per.connection", 1);
        producer = new KafkaProducer<>(inOrder, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A topic of two partitions, and a pipeline of its name that runs. */
    void create(String name, String startingOffsets) {
        define(name, startingOffsets);
        api.awaitState(name, "RUNNING");
    }

    /** The same, whatever becomes of it. */
    void define(String name, String startingOffsets) {
        define(name, startingOffsets, trigger);
    }

    /** The same, but it keeps the newest row of each key {@code k}, of which there are eight. */
    void createUpserts(String name) {
        api.post("/api/v1/pipelines", UPSERTS.formatted(name, trigger)).expect(201);
        api.awaitState(name, "RUNNING");
    }

    void define(String name, String startingOffsets, String trigger) {
        api.post("/api/v1/pipelines", DEFINITION.formatted(name, startingOffsets, trigger))
                .expect(201);
    }

    void createTopic(String topic) {
        createTopic(topic, 2);
    }

    void createTopic(String topic, int partitions) {
        Awaitility.await("topic " + topic)
                .ignoreException(TopicExistsException.class)
                .until(() -> {
                    get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                            .all());
                    return true;
                });
        TestKafka.awaitTopic(admin, topic, partitions);
    }

    /** One whose records the broker compacts as soon as it can, of two partitions. */
    void createCompactedTopic(String topic) {
        set(new ConfigResource(ConfigResource.Type.BROKER, "1"), Map.of("log.cleaner.backoff.ms", "200"));
        get(admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1)
                        .configs(Map.of(
                                "cleanup.policy", "compact",
                                "segment.ms", "100",
                                "min.cleanable.dirty.ratio", "0.01"))))
                .all());
        TestKafka.awaitTopic(admin, topic, 2);
    }

    private void set(ConfigResource resource, Map<String, String> settings) {
        List<AlterConfigOp> changes = settings.entrySet().stream()
                .map(each ->
                        new AlterConfigOp(new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
    }

    /** One record. */
    void append(String topic, int partition, String key, String value) {
        producer.send(new ProducerRecord<>(
                topic, partition, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
        producer.flush();
    }

    void deleteTopic(String topic) {
        get(admin.deleteTopics(List.of(topic)).all());
        Awaitility.await().until(() -> {
            try {
                get(admin.describeTopics(List.of(topic)).allTopicNames());
                return false;
            } catch (UnknownTopicOrPartitionException e) {
                return true;
            }
        });
    }

    void addPartition(String topic, int total) {
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                .all());
    }

    /** As retention would: what is before the offset is gone. */
    void deleteRecords(String topic, int partition, long before) {
        get(admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(before)))
                .all());
    }

    /** Ten records as {@link #append}, and ten before them whose transaction is aborted. */
    void appendInTransactions(String topic, int partition) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                sluice.bean(KafkaConnectionDetails.class).getBootstrapServers(),
                "transactional.id",
                "bench");
        try (KafkaProducer<byte[], byte[]> transactional =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            transactional.initTransactions();
            transactional.beginTransaction();
            append(transactional, topic, partition);
            transactional.abortTransaction();
            transactional.beginTransaction();
            append(transactional, topic, partition);
            transactional.commitTransaction();
        }
    }

    /** Ten records: two are filtered, one is rejected, seven are stored. */
    void append(String topic, int partition) {
        append(producer, topic, partition);
    }

    private void append(KafkaProducer<byte[], byte[]> by, String topic, int partition) {
        for (int i = 0; i < 10; i++) {
            int n = appended++;
            // Of n, n % 5 == 0 is filtered; that which is not JSON is none of those.
            String value = i == 3 ? "not json" : "{\"n\":" + n + ",\"text\":\"t" + n + "\"}";
            by.send(new ProducerRecord<>(topic, partition, null, value.getBytes(StandardCharsets.UTF_8)));
        }
        by.flush();
    }

    void stop(String name) {
        api.post(PIPELINES + name + "/stop", null).expect(202);
        api.awaitState(name, "STOPPED");
    }

    void start(String name) {
        api.post(PIPELINES + name + "/start", null).expect(202);
    }

    ApiClient.Answer patch(String name, int partition, long offset) {
        return api.send(
                "PATCH",
                PIPELINES + name + "/offsets",
                "{\"partitions\":[{\"topic\":\"%s\",\"partition\":%d,\"nextOffset\":%d}]}"
                        .formatted(name, partition, offset),
                "Content-Type",
                "application/json");
    }

    void reset(String name, String rows) {
        api.delete(PIPELINES + name + "/offsets?rows=" + rows).expect(204);
    }

    /** What it says when it has failed and does not try again. */
    String failure(String name) {
        start(name);
        return api.awaitState(name, "FAILED").at("/lastError/message").asString();
    }

    /** Waits until the topic is consumed, and holds the pipeline to every position, value and counter. */
    void assertExact(String name) throws SQLException {
        new Audit(sluice).assertExact(name, name, List.of("n", "text"), record -> {
            int n = record.path("n").asInt();
            String text = record.path("text").asString().toUpperCase(Locale.ROOT);
            return n % 5 == 0 ? Optional.empty() : Optional.of(Map.of("n", Integer.toString(n), "text", text));
        });
    }

    void sql(String statement) {
        JdbcClient.create(sluice.bean(DataSource.class)).sql(statement).update();
    }

    /** Keeps what Postgres has of the pipeline now, see {@link #goBack}. */
    void backUp(String name) {
        OF_PIPELINE.forEach(
                (table, where) -> sql("CREATE TABLE public.backup_%1$s_%2$s AS SELECT * FROM sluice.%2$s WHERE %3$s"
                        .formatted(name, table, where.formatted(name))));
        sql("CREATE TABLE public.backup_%1$s AS TABLE %1$s".formatted(name));
    }

    /** As if Postgres were restored from the backup, at one moment: rows, positions, counters and letters. Mongo is not. */
    void goBack(String name) {
        StringBuilder all =
                new StringBuilder("DELETE FROM %1$s; INSERT INTO %1$s TABLE public.backup_%1$s;".formatted(name));
        OF_PIPELINE.forEach((table, where) ->
                all.append("DELETE FROM sluice.%2$s WHERE %3$s; INSERT INTO sluice.%2$s TABLE public.backup_%1$s_%2$s;"
                        .formatted(name, table, where.formatted(name))));
        sql(all.toString());
    }

    /**
     * As if Mongo, beside a pipeline that was killed, were restored from a copy of when that had just begun: documents are
     * gone, and its mark is still the newest.
     */
    void goBackInMongo(String name) {
        mongo().getCollection(name).deleteMany(new Document());
        long id = one("SELECT id FROM sluice.pipelines WHERE name = '" + name + "'", Long.class);
        mongo().getCollection("sluice.marks")
                .updateOne(new Document("_id", id), new Document("$set", new Document("positions", List.of())));
    }

    /** Waits until Mongo has as many documents as Postgres has rows. */
    void awaitMongo(String name) {
        Awaitility.await().until(() -> mongo().getCollection(name).countDocuments(), count -> count == count(name));
    }

    <T> T one(String query, Class<T> type) {
        return JdbcClient.create(sluice.bean(DataSource.class))
                .sql(query)
                .query(type)
                .single();
    }

    long count(String table) {
        return one("SELECT count(*) FROM " + table, Long.class);
    }

    MongoDatabase mongo() {
        return sluice.bean(MongoDatabaseFactory.class).getMongoDatabase();
    }

    Path checkpoint(Path data, String name) {
        return data.resolve("checkpoints/pipeline-"
                + one("SELECT id FROM sluice.pipelines WHERE name = '" + name + "'", Long.class));
    }

    void deletePipelines() {
        api.get("/api/v1/pipelines")
                .expect(200)
                .path("items")
                .forEach(
                        pipeline -> api.delete(PIPELINES + pipeline.path("name").asString() + "?purge=true")
                                .expect(204));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
        sluice.close();
    }
}

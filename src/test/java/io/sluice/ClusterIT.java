package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.testing.ApiClient;
import io.sluice.testing.RealQuotes;
import io.sluice.testing.Sluice;
import io.sluice.testing.SparkCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import tools.jackson.databind.JsonNode;

/** The whole application, first on its own, then on a Spark cluster that loses a worker, its master, and all workers. */
@DisplayName("On a Spark cluster of stock processes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    private static final String SECRET = UUID.randomUUID().toString();
    private static final int GENERATED = 800;
    private static final int MANY = 1_000_000;
    private static final int FEW = 5_000;
    private static final int PARTITIONS = 4;
    private static final int EVERY = 1000;

    @TempDir
    static Path home;

    private SparkCluster cluster;
    private SparkCluster.Node master;
    private SparkCluster.Node doomed;
    private SparkCluster.Node other;
    private Sluice sluice;
    private ApiClient api;
    private ClusterStores stores;

    @BeforeAll
    void onThisMachineFirst() throws Exception {
        cluster = new SparkCluster(Files.createDirectories(home.resolve("cluster")), SECRET);
        master = cluster.startMaster();
        doomed = cluster.startWorker();
        other = cluster.startWorker();
        start("--sluice.spark.master=local[2]");
        sluice.createTopic("generated");
        List<String> records = ClusterRecords.of(GENERATED, 20261122);
        produce("generated", GENERATED, records::get);
        create(ClusterPipelines.generated("generated_local"));
        if (RealQuotes.arePresent()) {
            api.post("/api/v1/topics/quotes/records", RealQuotes.json()).expect(201);
            create(ClusterPipelines.quotes("quotes_local"));
        }
        api.awaitConsumed("generated_local", GENERATED);
        sluice.close();
        start(
                "--sluice.spark.master=" + cluster.url(),
                "--sluice.spark.secret=" + SECRET,
                "--sluice.spark.executor.memory=600m",
                "--sluice.spark.patience=3s",
                "--sluice.checkpoint-location=" + home.resolve("shared").toUri());
    }

    private void start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--sluice.demo.enabled=false",
                "--sluice.platform.interval=200ms",
                // They tell of what is killed here.
                "--logging.level.org.apache.spark=OFF",
                "--logging.level.io.sluice.engine=OFF",
                "--logging.level.de.bwaldvogel=OFF"));
        all.addAll(List.of(arguments));
        sluice = Sluice.startEmbedded(home.resolve("data"), all.toArray(String[]::new));
        api = sluice.api();
        stores = new ClusterStores(sluice);
        api.awaitReady();
    }

    @AfterAll
    void end() throws InterruptedException {
        if (sluice != null) {
            sluice.close();
        }
        cluster.close();
    }

    @Test
    @Order(1)
    @DisplayName("records of every type give the same rows, documents and dead letters as on this machine alone")
    void sameRows() {
        create(ClusterPipelines.generated("generated_cluster"));
        api.awaitConsumed("generated_cluster", GENERATED);
        assertSame("generated");
        assertThat(stores.rows("generated_cluster")).hasSizeGreaterThan(GENERATED);
        assertThat(api.counters("generated_cluster")).isEqualTo(api.counters("generated_local"));
        // One may have computed all before the other was there.
        JsonNode spark = awaitExecutors(2);
        assertThat(spark.path("embedded").asBoolean()).isFalse();
        assertThat(spark.path("master").asString()).isEqualTo(cluster.url());
        assertThat(home.resolve("shared"))
                .isDirectoryContaining(each -> each.toString().contains("pipeline-"));
    }

    @Test
    @Order(2)
    @DisplayName("the real quotes give the same rows and documents as on this machine alone")
    void sameQuotes() {
        assumeThat(RealQuotes.arePresent())
                .as("SKIPPED: the real quotes are not there")
                .isTrue();
        create(ClusterPipelines.quotes("quotes_cluster"));
        api.awaitConsumed("quotes_cluster", 50);
        assertSame("quotes");
        assertThat(stores.rows("quotes_cluster")).hasSize(50);
    }

    @Test
    @Order(2)
    @DisplayName("a reconciliation finds on the workers what is damaged, in both stores, and nothing else")
    void reconciled() {
        int deleted = stores.sql("DELETE FROM generated_cluster WHERE _offset ="
                        + " (SELECT min(_offset) FROM generated_cluster)")
                .update();
        JsonNode report = Reconciled.report(api, "generated_cluster", true);
        assertThat(Reconciled.findings(report))
                .isNotEmpty()
                .hasSize(deleted)
                .allMatch(each -> each.startsWith("postgres MISSING "));
        assertThat(report.at("/stores/0/repaired").asInt()).isEqualTo(deleted);
        assertSame("generated");
    }

    @Test
    @Order(3)
    @DisplayName("the secret is on no command line and in no answer")
    void secretIsOnNoCommandLineAndInNoAnswer() {
        Stream<ProcessHandle> processes = Stream.of(doomed, other).flatMap(worker -> worker.executors().stream());
        assertThat(processes.map(process -> process.info().commandLine().orElse("")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("CoarseGrained").doesNotContain(SECRET));
        for (String path : List.of("/api/v1/platform", "/api/v1/queries", "/actuator/health", "/actuator/info")) {
            assertThat(api.get(path).http().body()).doesNotContain(SECRET);
        }
    }

    @Test
    @Order(4)
    @DisplayName("a task that fails there says why in the status here")
    void taskFailureSaysWhyInTheStatus() {
        create(ClusterPipelines.generated("broken"));
        api.awaitConsumed("broken", GENERATED);
        stores.sql("ALTER TABLE broken DROP COLUMN word").update();
        produce("generated", 8, ClusterIT::numbered);
        JsonNode error = api.await("broken", now -> now.has("lastError")).path("lastError");
        assertThat(error.path("type").asString()).isEqualTo("FlowWriteException");
        assertThat(error.path("message").asString())
                .startsWith("Pipeline broken: committing failed at generated/")
                .contains("column \"word\"");
        api.delete("/api/v1/pipelines/broken?purge=true").expect(204);
    }

    @Test
    @Order(5)
    @DisplayName(
            "a worker and its executor killed in the middle of a million records cost none of them, and none twice")
    void losesWorker() throws Exception {
        sluice.createTopic("many");
        sluice.createTopic("few");
        produce("many", MANY, ClusterIT::numbered);
        produce("few", FEW, ClusterIT::numbered);
        create(ClusterPipelines.numbered("many", 100_000, ClusterPipelines.POSTGRES));
        create(ClusterPipelines.numbered("few", 1_000, ClusterPipelines.BOTH));
        String run = api.awaitConsumed("many", MANY / 5).path("runId").asString();
        long seen = api.counters("many").path("consumed").asLong();
        assertThat(doomed.executors()).hasSize(1);
        doomed.kill();
        assertThat(seen).isLessThan(MANY / 2);

        api.awaitConsumed("many", MANY);
        api.awaitConsumed("few", FEW);
        assertExact("many", MANY, 1);
        assertExact("few", FEW, 2);
        // Spark gives the lost tasks to the other worker; the flows need not start again, and none says that it did.
        assertThat(api.status("many").path("runId").asString()).isEqualTo(run);
        awaitScraped(restarts -> restarts.contains("sluice_pipeline_restarts_total{pipeline=\"many\"} 0.0"));
        awaitExecutors(1);
    }

    @Test
    @Order(6)
    @DisplayName("executors go on while the master is away, and Sluice registers anew with one that has forgotten it")
    void losesMaster() throws Exception {
        master.kill();
        produce("few", FEW, ClusterIT::numbered);
        api.awaitConsumed("few", 2 * FEW);
        String run = api.status("few").path("runId").asString();

        cluster.startMaster();
        api.await(
                "few",
                now -> now.path("state").asString().equals("RUNNING")
                        && !now.path("runId").asString().equals(run));
        produce("few", FEW, ClusterIT::numbered);
        api.awaitConsumed("few", 3 * FEW);
        assertExact("few", 3 * FEW, 2);
        assertThat(api.status("few").at("/lastError/type").asString()).isEqualTo("SparkUnavailableException");
        awaitScraped(restarts -> restarts.contains("sluice_pipeline_restarts_total{pipeline=\"few\"} ")
                && !restarts.contains("sluice_pipeline_restarts_total{pipeline=\"few\"} 0.0"));
    }

    @Test
    @Order(7)
    @DisplayName("without workers pipelines say so and do not seem to run, and go on by themselves when there is one")
    void losesWorkers() throws Exception {
        other.kill();
        // Something of it may fail in its own words before.
        JsonNode status = api.await(
                "few",
                now -> now.path("state").asString().equals("RETRYING")
                        && now.at("/lastError/message").asString().contains("has no executor"));
        assertThat(status.at("/lastError/message").asString())
                .contains("no worker has one that stays", "sluice.spark.driver.host");
        assertThat(api.get("/actuator/health/readiness").status()).isEqualTo(503);
        JsonNode spark = platform();
        assertThat(spark.path("reachable").asBoolean()).isFalse();
        assertThat(spark.path("executors").asInt()).isZero();
        assertThat(spark.path("lastError").asString()).contains("no worker has one");

        cluster.startWorker();
        produce("few", FEW, ClusterIT::numbered);
        api.awaitConsumed("few", 4 * FEW);
        assertExact("few", 4 * FEW, 2);
        api.awaitReady();
        assertThat(platform().path("lastError").isMissingNode()).isTrue();
    }

    private void create(String definition) {
        api.post("/api/v1/pipelines", definition).expect(201);
    }

    /** Of each thousand, one does not fit. */
    private static String numbered(int i) {
        return i % EVERY == 7 ? "not json" : "{\"id\":" + i + ",\"text\":\"the water of the " + i + "th day\"}";
    }

    /** Round and round the partitions; returns when all are there. */
    private void produce(String topic, int count, IntFunction<String> records) {
        String servers =
                String.join(",", sluice.bean(KafkaConnectionDetails.class).getBootstrapServers());
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "linger.ms", 20, "batch.size", 200_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                byte[] record = records.apply(i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, record));
            }
        }
    }

    private void assertExact(String name, int count, int sinks) {
        int rejected = count / EVERY;
        JsonNode counters = api.counters(name);
        assertThat(counters.path("consumed").asLong()).isEqualTo(count);
        assertThat(counters.path("rejected").asLong()).isEqualTo(rejected);
        assertThat(counters.path("sinks"))
                .hasSize(sinks)
                .allSatisfy(sink -> assertThat(sink.path("stored").asLong()).isEqualTo(count - rejected));
        assertThat(api.status(name).path("state").asString()).isEqualTo("RUNNING");
        // Each round of records begins where the one before has ended.
        int round = name.equals("few") ? FEW : count;
        assertThat(stores.number("SELECT count(*) FROM " + name)).isEqualTo(count - rejected);
        assertThat(stores.number("SELECT count(*) FROM " + name + " WHERE id <> (_offset * 4 + _partition) % " + round
                        + " OR id % 1000 = 7 OR text <> 'THE WATER OF THE ' || id || 'TH DAY'"))
                .isZero();
        assertThat(stores.number("SELECT count(*) FROM sluice.dead_letters WHERE pipeline = '" + name + "'"))
                .isEqualTo(rejected);
        if (sinks == 2) {
            assertThat(stores.documentCount(name)).isEqualTo(count - rejected);
        }
    }

    private void assertSame(String kind) {
        assertThat(stores.rows(kind + "_cluster")).isEqualTo(stores.rows(kind + "_local"));
        assertThat(stores.documents(kind + "_cluster")).isEqualTo(stores.documents(kind + "_local"));
        assertThat(stores.letters(kind + "_cluster")).isEqualTo(stores.letters(kind + "_local"));
    }

    private JsonNode awaitExecutors(int count) {
        return Awaitility.await()
                .until(this::platform, spark -> spark.path("executors").asInt() == count);
    }

    /** What is scraped is of the last look. */
    private void awaitScraped(Predicate<String> shown) {
        Awaitility.await()
                .until(() -> shown.test(api.get("/actuator/prometheus").http().body()));
    }

    private JsonNode platform() {
        return api.get("/api/v1/platform").expect(200).path("spark");
    }
}

package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pipelines in continuous mode: exact as ever, and each record stored long before Spark asks for it. */
@DisplayName("A pipeline in continuous mode")
class ContinuousIT extends PipelineBenchCase {

    /** So long that what is stored in time was not stored because an epoch ended; that takes a minute at the most. */
    private static final String EPOCH = "PT1H";

    private static final Duration SOON = Duration.ofSeconds(45);

    @Override
    PipelineBench open(Path directory) {
        return new PipelineBench(
                directory,
                "{\"mode\": \"continuous\", \"interval\": \"" + EPOCH + "\"}",
                "--sluice.spark.master=local[5]");
    }

    /** With a topic of two partitions. */
    private String running() throws Exception {
        return running(0, 0);
    }

    private void awaitConsumed(String name, long records) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> bench.api.status(name).at("/counters/consumed").asLong() == records);
    }

    private void awaitEpoch(String name) {
        long before = bench.api.status(name).path("batchId").asLong(-1);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> bench.api.status(name).path("batchId").asLong(-1) > before);
    }

    @Test
    @DisplayName("stores, filters and rejects at once, and its status says so")
    void storesAtOnce() throws Exception {
        String name = running();
        bench.append(name, 0);
        // The first epoch ends as soon as it has begun.
        awaitConsumed(name, 10);
        bench.append(name, 1);
        awaitConsumed(name, 20);
        JsonNode partitions = bench.api.status(name).path("partitions");
        assertThat(partitions).hasSize(2).allSatisfy(partition -> {
            assertThat(partition.path("processedOffset").asLong()).isEqualTo(10);
            assertThat(partition.path("lag").asLong(-1)).isZero();
        });
        bench.assertExact(name);
    }

    @Test
    @DisplayName("goes on after a stop where it was")
    void goesOnAfterAStopWhereItWas() throws Exception {
        String name = running();
        bench.append(name, 0);
        awaitConsumed(name, 10);
        bench.stop(name);
        bench.append(name, 0);
        bench.append(name, 1);
        bench.start(name);
        awaitConsumed(name, 30);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("notices that Postgres went back to an older state, with and without new records, and fills the gap")
    void postgresGoesBack() throws Exception {
        String name = freshName();
        bench.createTopic(name);
        bench.define(name, EARLIEST, "{\"mode\": \"continuous\", \"interval\": \"PT1S\"}");
        bench.api.awaitState(name, "RUNNING");
        bench.append(name, 0);
        awaitConsumed(name, 10);
        bench.backUp(name);
        bench.append(name, 0);
        bench.append(name, 1);
        awaitConsumed(name, 30);

        bench.goBack(name);
        bench.append(name, 1);
        awaitConsumed(name, 40);
        bench.assertExact(name);
        assertThat(bench.api
                        .awaitState(name, "RUNNING")
                        .at("/lastError/message")
                        .asString())
                .contains("Postgres has gone back to an older state");

        awaitEpoch(name);
        awaitEpoch(name);
        bench.goBack(name);
        awaitConsumed(name, 40);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("stores in Mongo again what that lacks after it went back to a copy that is younger than its mark")
    void mongoGoesBack() throws Exception {
        String name = running();
        bench.append(name, 0);
        bench.append(name, 1);
        awaitConsumed(name, 20);
        bench.stop(name);
        bench.goBackInMongo(name);

        bench.start(name);
        bench.awaitMongo(name);
        bench.append(name, 0);
        awaitConsumed(name, 30);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("is started again when a store's connections break, and has lost and doubled nothing")
    void survivesBrokenConnections() throws Exception {
        String name = running();
        bench.append(name, 0);
        awaitConsumed(name, 10);
        bench.sql("""
                CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                  'BEGIN PERFORM pg_sleep(30); RETURN NEW; END'""");
        bench.sql("CREATE TRIGGER slow BEFORE INSERT ON " + name + " FOR EACH ROW EXECUTE FUNCTION slow()");
        bench.append(name, 0);
        Awaitility.await()
                .atMost(SOON)
                .until(() ->
                        bench.one("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'", Integer.class)
                                > 0);
        // In the middle of a transaction with rows.
        bench.one(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
                Integer.class);
        bench.sql("DROP FUNCTION slow CASCADE");
        // Without another record, and long before the end of the epoch.
        awaitConsumed(name, 20);
        assertThat(bench.api.status(name).at("/lastError/message").asString())
                .contains("committing failed at " + name + "/0/");
        bench.assertExact(name);
    }

    @Test
    @DisplayName("replays its dead letters while it runs")
    void replaysDeadLettersWhileItRuns() throws Exception {
        String name = running();
        bench.append(name, 0);
        awaitConsumed(name, 10);
        String replays = PipelineBench.PIPELINES + name + "/replays/";
        String id = bench.api
                .post(PipelineBench.PIPELINES + name + "/dead-letters/replay", null)
                .expect(202)
                .path("id")
                .asString();
        bench.append(name, 1);
        awaitConsumed(name, 20);
        Awaitility.await()
                .until(() -> bench.api
                        .get(replays + id)
                        .expect(200)
                        .path("state")
                        .asString()
                        .equals("DONE"));
        bench.assertExact(name);
    }

    @Test
    @DisplayName("tells what an epoch carried, reads a new partition, and fails when its topic is made anew")
    void seesChangedTopic() throws Exception {
        String name = "renewed";
        bench.createTopic(name);
        bench.define(name, EARLIEST, "{\"mode\": \"continuous\", \"interval\": \"PT0.2S\"}");
        bench.appendInTransactions(name, 0);
        awaitConsumed(name, 10);
        JsonNode batches = Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> bench.api
                                .get(PipelineBench.PIPELINES + name + "/progress")
                                .expect(200),
                        page -> !page.path("items").isEmpty());
        assertThat(batches.at("/items/0/rows").asInt()).as(batches.toString()).isPositive();

        bench.addPartition(name, 3);
        bench.append(name, 2);
        awaitConsumed(name, 20);
        bench.assertExact(name);

        bench.deleteTopic(name);
        bench.createTopic(name);
        // As far as the old one, so that Kafka itself sees nothing wrong.
        bench.append(name, 0);
        bench.append(name, 0);
        bench.append(name, 0);
        JsonNode status = bench.api.awaitState(name, "FAILED");
        assertThat(status.at("/lastError/message").asString()).contains("deleted");
    }

    @Test
    @DisplayName("fails with what to do if its tasks would take every slot")
    void needsSlots() throws Exception {
        String name = "wide";
        bench.createTopic(name, 5);
        bench.define(name, EARLIEST);
        JsonNode status = bench.api.awaitState(name, "FAILED");
        assertThat(status.at("/lastError/message").asString())
                .contains("5 partitions", "Spark has 5", "local[6]", "'processingTime'");
        String other = running();
        bench.append(other, 0);
        awaitConsumed(other, 10);
    }
}

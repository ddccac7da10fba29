package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Deliberate damage of every kind is found by its position, and nothing else is; and what can be repaired is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconciliationIT {

    @TempDir
    static Path data;

    private PipelineBench bench;
    private int pipelines;

    @BeforeAll
    void start() {
        bench = new PipelineBench(data);
    }

    @AfterEach
    void removePipelines() {
        bench.deletePipelines();
    }

    @AfterAll
    void end() {
        bench.close();
    }

    /**
     * With twenty records in partition 0 and ten in partition 1, all of them carried, and running. Of each ten, those at 3
     * are rejected, those at 0 and 5 are filtered.
     */
    private String running() throws Exception {
        String name = "r" + ++pipelines;
        bench.createTopic(name);
        bench.append(name, 0);
        bench.append(name, 0);
        bench.append(name, 1);
        bench.create(name, "earliest");
        bench.assertExact(name);
        return name;
    }

    private String address(String name) {
        return PipelineBench.PIPELINES + name + "/reconciliation";
    }

    private JsonNode reconcile(String name, boolean repair) {
        bench.api.post(address(name) + "?repair=" + repair, null).expect(202);
        JsonNode report = Awaitility.await("reconciliation of " + name)
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> bench.api.get(address(name)).expect(200),
                        now -> !now.path("state").asString().equals("RUNNING"));
        assertThat(report.path("state").asString()).as(report.toPrettyString()).isEqualTo("DONE");
        assertThat(report.path("checked").asLong()).isEqualTo(report.path("of").asLong());
        return report;
    }

    /** Everything that a report says is wrong, one line each. */
    private static List<String> findings(JsonNode report) {
        List<String> findings = new ArrayList<>();
        report.path("stores").forEach(store -> add(findings, store.path("sink").asString(), store));
        add(findings, "letters", report.path("deadLetters"));
        report.path("counters").forEach(counter -> findings.add("counter " + counter));
        return findings;
    }

    private static void add(List<String> findings, String party, JsonNode found) {
        found.path("examples").forEach(example -> {
            JsonNode at = example.path("position");
            String key =
                    example.path("key").valueStream().map(JsonNode::asString).collect(Collectors.joining(","));
            findings.add("%s %s %s%s/%s%s %s"
                    .formatted(
                            party,
                            example.path("kind").asString(),
                            key.isEmpty() ? "" : "k=" + key + " ",
                            at.path("partition"),
                            at.path("offset"),
                            at.has("ordinal") ? "/" + at.path("ordinal") : "",
                            example.path("field").asString("")));
        });
    }

    private MongoCollection<Document> collection(String name) {
        return bench.mongo().getCollection(name);
    }

    @Test
    @DisplayName("each damage is found by its position with no other finding, and is repaired")
    void damage() throws Exception {
        String name = running();
        assertThat(findings(reconcile(name, false))).isEmpty();

        bench.sql("DELETE FROM " + name + " WHERE _partition = 0 AND _offset = 1");
        bench.sql("UPDATE " + name + " SET text = 'altered' WHERE _partition = 0 AND _offset = 12");
        bench.sql("INSERT INTO " + name + " (n, text, _topic, _partition, _offset, _ordinal) VALUES (5, 'T5', '" + name
                + "', 0, 5, 0)");
        collection(name).deleteOne(new Document("_id", name + "/1/2/0"));
        collection(name)
                .updateOne(new Document("_id", name + "/0/4/0"), new Document("$set", new Document("text", "altered")));
        collection(name).insertOne(new Document("_id", name + "/0/14/1").append("n", 1));
        bench.sql("DELETE FROM sluice.dead_letters WHERE pipeline = '" + name
                + "' AND partition = 0 AND \"offset\" = 13");

        List<String> unexpected = List.of("postgres UNEXPECTED 0/5/0 ", "mongo UNEXPECTED 0/14/1 ");
        List<String> repairable = List.of(
                "postgres MISSING 0/1/0 ",
                "postgres DIFFERENT 0/12/0 text",
                "mongo MISSING 1/2/0 ",
                "mongo DIFFERENT 0/4/0 text",
                "letters MISSING 0/13 decode");
        List<String> all = new ArrayList<>(unexpected);
        all.addAll(repairable);
        assertThat(findings(reconcile(name, false))).containsExactlyInAnyOrderElementsOf(all);

        JsonNode repaired = reconcile(name, true);
        assertThat(findings(repaired)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(repaired.at("/stores/0/repaired").asInt()).isEqualTo(2);
        assertThat(repaired.at("/stores/1/repaired").asInt()).isEqualTo(2);
        assertThat(repaired.at("/deadLetters/repaired").asInt()).isEqualTo(1);
        assertThat(findings(reconcile(name, false))).containsExactlyInAnyOrderElementsOf(unexpected);

        bench.sql("DELETE FROM " + name + " WHERE _offset = 5");
        collection(name).deleteOne(new Document("_id", name + "/0/14/1"));
        bench.assertExact(name);
    }

    private String runningUpserts() throws Exception {
        String name = "u" + ++pipelines;
        bench.createTopic(name);
        bench.append(name, 0);
        bench.append(name, 0);
        bench.append(name, 1);
        bench.append(name, 1);
        bench.createUpserts(name);
        bench.api.awaitConsumed(name, 40);
        return name;
    }

    /** Partition, offset and ordinal of the key's row in Postgres, which has what it should. */
    private String place(String name, int k) {
        return bench.one(
                "SELECT _partition || '/' || _offset || '/' || _ordinal FROM " + name + " WHERE k = " + k,
                String.class);
    }

    /** Key, n and text of all rows. */
    private void assertSameInBothStores(String name) {
        List<String> documents = collection(name).find().into(new ArrayList<>()).stream()
                .map(each -> each.get("k") + " " + each.get("n") + " " + each.get("text"))
                .sorted()
                .toList();
        assertThat(bench.one(
                        "SELECT string_agg(k || ' ' || n || ' ' || text, ',' ORDER BY k) FROM " + name, String.class))
                .isEqualTo(String.join(",", documents));
    }

    @Test
    @DisplayName("each damage of rows that are kept by key is found by key and position, and is repaired")
    void damageOfUpserts() throws Exception {
        String name = runningUpserts();
        assertThat(findings(reconcile(name, false))).isEmpty();
        List<String> places =
                IntStream.range(0, 8).mapToObj(k -> place(name, k)).toList();

        bench.sql("DELETE FROM " + name + " WHERE k = 1");
        bench.sql("UPDATE " + name + " SET text = 'altered' WHERE k = 2");
        bench.sql("UPDATE " + name + " SET _partition = 0, _offset = 1, n = 1 WHERE k = 3");
        bench.sql("INSERT INTO " + name + " (k, n, text, _topic, _partition, _offset, _ordinal) VALUES (99, 1, 'T1', '"
                + name + "', 0, 1, 0)");
        collection(name).deleteOne(new Document("_id", 4));
        collection(name).updateOne(new Document("_id", 6), new Document("$set", new Document("text", "altered")));
        collection(name)
                .updateOne(
                        new Document("_id", 7),
                        new Document("$set", new Document("_source.partition", 0).append("_source.offset", 7L)));
        collection(name)
                .insertOne(new Document("_id", 98)
                        .append(
                                "_source",
                                collection(name)
                                        .find(new Document("_id", 6))
                                        .first()
                                        .get("_source")));

        List<String> repairable = List.of(
                "postgres MISSING k=1 " + places.get(1) + " ",
                "postgres DIFFERENT k=2 " + places.get(2) + " text",
                "postgres DIFFERENT k=3 " + places.get(3) + " n",
                "mongo MISSING k=4 " + places.get(4) + " ",
                "mongo DIFFERENT k=6 " + places.get(6) + " text",
                "mongo DIFFERENT k=7 " + places.get(7) + " _source");
        List<String> unexpected =
                List.of("postgres UNEXPECTED k=99 0/1/0 ", "mongo UNEXPECTED k=98 " + places.get(6) + " ");
        JsonNode found = reconcile(name, false);
        assertThat(findings(found)).containsAll(repairable).hasSize(8);
        assertThat(findings(found))
                .filteredOn(each -> each.contains("UNEXPECTED"))
                .hasSize(2);

        JsonNode repaired = reconcile(name, true);
        assertThat(findings(repaired)).containsAll(repairable);
        assertThat(repaired.at("/stores/0/repaired").asInt()).isEqualTo(3);
        assertThat(repaired.at("/stores/1/repaired").asInt()).isEqualTo(3);
        assertThat(findings(reconcile(name, false)))
                .isEqualTo(findings(reconcile(name, false)))
                .hasSize(2)
                .allMatch(each -> each.contains("UNEXPECTED"));
        bench.sql("DELETE FROM " + name + " WHERE k = 99");
        collection(name).deleteOne(new Document("_id", 98));
        assertThat(findings(reconcile(name, false))).isEmpty();
        assertSameInBothStores(name);
    }

    @Test
    @DisplayName("rows by key of a store that is older than the other are found, and after the repair it is complete")
    void olderStoresOfUpserts() throws Exception {
        String name = runningUpserts();
        bench.stop(name);
        bench.backUp(name);
        List<Document> backup = collection(name).find().into(new ArrayList<>());
        MongoCollection<Document> marks = bench.mongo().getCollection("sluice.marks");
        List<Document> older = marks.find().into(new ArrayList<>());
        bench.start(name);
        bench.append(name, 1);
        bench.api.awaitConsumed(name, 50);
        bench.stop(name);
        collection(name).deleteMany(new Document());
        collection(name).insertMany(backup.subList(2, backup.size()));
        marks.deleteMany(new Document());
        marks.insertMany(older);
        assertThat(bench.failure(name)).startsWith("FAILED").contains("Mongo has gone back");

        JsonNode report = reconcile(name, true);
        assertThat(findings(report)).isNotEmpty().allMatch(each -> each.matches("mongo (MISSING|DIFFERENT) k=.*"));
        assertThat(report.at("/stores/1/missing").asInt()).isEqualTo(2);
        assertThat(report.at("/stores/1/repaired").asInt())
                .isEqualTo(report.at("/stores/1/missing").asInt()
                        + report.at("/stores/1/different").asInt());
        assertSameInBothStores(name);
        bench.start(name);
        bench.api.awaitState(name, "RUNNING");
        assertThat(findings(reconcile(name, false))).isEmpty();

        bench.stop(name);
        bench.goBack(name);
        bench.start(name);
        bench.api.awaitConsumed(name, 50);
        assertThat(findings(reconcile(name, false))).isEmpty();
        assertSameInBothStores(name);
    }

    @Test
    @DisplayName("offsets that compaction has taken are said, and what is left of their rows is not unexpected")
    void compaction() throws Exception {
        String name = "compacted" + ++pipelines;
        bench.createCompactedTopic(name);
        for (int n = 1; n <= 4; n++) {
            bench.append(name, 0, "a", "{\"n\":" + n + ",\"text\":\"t\"}");
        }
        bench.create(name, "earliest");
        bench.api.awaitConsumed(name, 4);
        assertThat(findings(reconcile(name, false))).isEmpty();
        bench.sql("DELETE FROM " + name + " WHERE n = 1");
        AtomicInteger ended = new AtomicInteger();
        JsonNode report = Awaitility.await("compaction")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            // A record in a segment of its own, so that those before can be compacted.
                            bench.append(name, 0, "end" + ended.incrementAndGet(), "{\"n\":6,\"text\":\"t\"}");
                            bench.api.awaitConsumed(name, 4 + ended.get());
                            JsonNode now = reconcile(name, false);
                            assertThat(findings(now)).isSubsetOf("postgres MISSING 0/0/0 ");
                            return now;
                        },
                        now -> !now.path("gone").isEmpty());
        assertThat(report.at("/gone/0/why").asString()).isEqualTo("compaction");
        assertThat(report.at("/gone/0/from").asInt()).isZero();
        assertThat(findings(report)).isEmpty();
        assertThat(report.path("notes").toString()).contains("counters of " + name + "/0 were not compared");
    }

    @Test
    @DisplayName("letters that are edited and replayed meanwhile are not missed, and their rows are in order")
    void besideReplays() throws Exception {
        String name = running();
        String replay = PipelineBench.PIPELINES + name + "/dead-letters/replay";
        for (long offset : new long[] {3, 13}) {
            String order = """
                    {"edits": [{"position": {"topic": "%s", "partition": 0, "offset": %d},
                                "payload": "{\\"n\\":%d,\\"text\\":\\"e\\"}"}]}""".formatted(name, offset, 1001 + offset);
            // Refused while the one before is under way.
            Awaitility.await().until(() -> bench.api.post(replay, order).status() == 202);
            assertThat(findings(reconcile(name, false))).isEmpty();
        }
        Awaitility.await().until(() -> collection(name).countDocuments(), count -> count == 23);
        assertThat(findings(reconcile(name, false))).isEmpty();
    }

    @Test
    @DisplayName("while records arrive and the pipeline is started again, nothing is found")
    void besideTheFlow() throws Exception {
        String name = running();
        AtomicBoolean done = new AtomicBoolean();
        Thread feeder = new Thread(() -> {
            while (!done.get()) {
                bench.append(name, 0);
                bench.append(name, 1);
                // A trickle: what comes is to be little beside what is compared.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        });
        feeder.start();
        try {
            for (int round = 0; round < 10; round++) {
                if (round % 3 == 2) {
                    bench.api
                            .post(PipelineBench.PIPELINES + name + "/restart", null)
                            .expect(202);
                }
                JsonNode report = reconcile(name, round % 2 == 1);
                assertThat(findings(report)).as(report.toPrettyString()).isEmpty();
            }
        } finally {
            done.set(true);
            feeder.join();
        }
        bench.assertExact(name);
    }

    @Test
    @DisplayName("letters that an order deletes are not missed, one that is deleted by hand beside them is")
    void lettersDeletedByOrder() throws Exception {
        String name = running();
        bench.api.delete(PipelineBench.PIPELINES + name + "/dead-letters").expect(204);
        assertThat(findings(reconcile(name, false))).isEmpty();

        bench.append(name, 0);
        bench.api.awaitConsumed(name, 40);
        bench.sql("DELETE FROM sluice.dead_letters WHERE pipeline = '" + name + "'");
        assertThat(findings(reconcile(name, false))).containsExactly("letters MISSING 0/23 decode");
    }

    @Test
    @DisplayName("what retention has taken and what transactions leave behind is said, and not missed")
    void gone() throws Exception {
        String name = running();
        bench.appendInTransactions(name, 1);
        bench.api.awaitConsumed(name, 40);
        bench.deleteRecords(name, 0, 4);
        JsonNode report = reconcile(name, false);
        assertThat(findings(report)).isEmpty();
        List<String> gone = report.path("gone")
                .valueStream()
                .map(each -> each.path("partition") + ": " + each.path("from") + "-" + each.path("until") + " "
                        + each.path("why").asString())
                .toList();
        assertThat(gone).contains("0: 0-4 retention").anyMatch(each -> each.matches("1: 10-2[12] transactions"));
        assertThat(report.path("notes").toString()).contains("counters of " + name + "/0 were not compared");
    }

    @Test
    @DisplayName("after an order to pass over records only what was carried is looked at; set back, all is again")
    void positionsSet() throws Exception {
        String name = running();
        bench.stop(name);
        bench.append(name, 0);
        bench.patch(name, 0, 26).expect(200);
        bench.start(name);
        bench.api.awaitConsumed(name, 34);
        JsonNode passed = reconcile(name, false);
        assertThat(findings(passed)).isEmpty();
        assertThat(passed.at("/range/0/from").asInt()).isEqualTo(26);

        bench.stop(name);
        bench.patch(name, 0, 0).expect(200);
        bench.start(name);
        bench.assertExact(name);
        JsonNode whole = reconcile(name, false);
        assertThat(findings(whole)).isEmpty();
        assertThat(whole.at("/range/0/from").asInt()).isZero();
    }

    @Test
    @DisplayName("a Mongo of an older backup lacks what it lacks, and after the repair the pipeline goes on")
    void olderMongo() throws Exception {
        String name = running();
        bench.stop(name);
        List<Document> backup = collection(name).find().into(new ArrayList<>());
        List<Document> marks =
                bench.mongo().getCollection("sluice.marks").find().into(new ArrayList<>());
        bench.append(name, 1);
        bench.start(name);
        bench.assertExact(name);
        bench.stop(name);
        collection(name).deleteMany(new Document());
        collection(name).insertMany(backup);
        bench.mongo().getCollection("sluice.marks").deleteMany(new Document());
        bench.mongo().getCollection("sluice.marks").insertMany(marks);
        assertThat(bench.failure(name)).startsWith("FAILED").contains("Mongo has gone back");

        JsonNode report = reconcile(name, true);
        assertThat(findings(report)).hasSize(7).allMatch(each -> each.startsWith("mongo MISSING 1/1"));
        assertThat(report.at("/stores/1/repaired").asInt()).isEqualTo(7);
        bench.start(name);
        bench.api.awaitState(name, "RUNNING");
        bench.append(name, 1);
        bench.assertExact(name);
        assertThat(findings(reconcile(name, false))).isEmpty();
    }

    @Test
    @DisplayName("a Postgres of an older backup is filled by the pipeline itself, and is whole then")
    void olderPostgres() throws Exception {
        String name = running();
        bench.backUp(name);
        bench.append(name, 0);
        bench.assertExact(name);
        bench.goBack(name);
        bench.append(name, 1);
        bench.api.awaitConsumed(name, 50);
        bench.assertExact(name);
        assertThat(findings(reconcile(name, false))).isEmpty();
    }
}

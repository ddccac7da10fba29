package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Deliberate damage of every kind is found by its position, and nothing else is; and what can be repaired is. */
class ReconciliationIT extends PipelineBenchCase {

    /**
     * With twenty records in partition 0 and ten in partition 1, all of them carried, and running. Of each ten, those at 3
     * are rejected, those at 0 and 5 are filtered.
     */
    private String running() throws Exception {
        return running(2, 1);
    }

    private JsonNode reconcile(String name, boolean repair) {
        return Reconciled.report(bench.api, name, repair);
    }

    private MongoCollection<Document> collection(String name) {
        return bench.mongo().getCollection(name);
    }

    /** What Mongo has of a pipeline, and all marks. */
    private record MongoCopy(
            MongoCollection<Document> collection,
            List<Document> documents,
            MongoCollection<Document> marks,
            List<Document> older) {

        /** But for the first documents. */
        MongoCopy without(int some) {
            return new MongoCopy(collection, documents.subList(some, documents.size()), marks, older);
        }

        /** As if Mongo were restored from it. */
        void bringBack() {
            collection.deleteMany(new Document());
            collection.insertMany(documents);
            marks.deleteMany(new Document());
            marks.insertMany(older);
        }
    }

    private MongoCopy copyOfMongo(String name) {
        MongoCollection<Document> marks = bench.mongo().getCollection("sluice.marks");
        return new MongoCopy(
                collection(name),
                collection(name).find().into(new ArrayList<>()),
                marks,
                marks.find().into(new ArrayList<>()));
    }

    @Test
    @DisplayName("each damage is found by its position with no other finding, and is repaired")
    void damage() throws Exception {
        String name = running();
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();

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
        assertThat(Reconciled.findings(reconcile(name, false))).containsExactlyInAnyOrderElementsOf(all);

        JsonNode repaired = reconcile(name, true);
        assertThat(Reconciled.findings(repaired)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(repaired.at("/stores/0/repaired").asInt()).isEqualTo(2);
        assertThat(repaired.at("/stores/1/repaired").asInt()).isEqualTo(2);
        assertThat(repaired.at("/deadLetters/repaired").asInt()).isEqualTo(1);
        assertThat(Reconciled.findings(reconcile(name, false))).containsExactlyInAnyOrderElementsOf(unexpected);

        bench.sql("DELETE FROM " + name + " WHERE _offset = 5");
        collection(name).deleteOne(new Document("_id", name + "/0/14/1"));
        bench.assertExact(name);
    }

    private String runningUpserts() throws Exception {
        String name = freshName();
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
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
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
        assertThat(Reconciled.findings(found)).containsAll(repairable).hasSize(8);
        assertThat(Reconciled.findings(found))
                .filteredOn(each -> each.contains("UNEXPECTED"))
                .hasSize(2);

        JsonNode repaired = reconcile(name, true);
        assertThat(Reconciled.findings(repaired)).containsAll(repairable);
        assertThat(repaired.at("/stores/0/repaired").asInt()).isEqualTo(3);
        assertThat(repaired.at("/stores/1/repaired").asInt()).isEqualTo(3);
        assertThat(Reconciled.findings(reconcile(name, false)))
                .isEqualTo(Reconciled.findings(reconcile(name, false)))
                .hasSize(2)
                .allMatch(each -> each.contains("UNEXPECTED"));
        bench.sql("DELETE FROM " + name + " WHERE k = 99");
        collection(name).deleteOne(new Document("_id", 98));
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
        assertSameInBothStores(name);
    }

    @Test
    @DisplayName(
            "a second row of a place that a repair has left is found by the next one, and the report asks for that")
    void impostorOfAPlaceThatWasLeft() throws Exception {
        String name = freshName();
        bench.createTopic(name);
        bench.append(name, 0);
        bench.append(name, 0);
        bench.createUpserts(name);
        bench.api.awaitConsumed(name, 20);
        bench.sql("CREATE TABLE public.older_" + name + " AS TABLE " + name);
        bench.append(name, 0);
        bench.append(name, 0);
        bench.api.awaitConsumed(name, 40);
        String from = " FROM " + name + " t JOIN public.older_" + name + " o USING (k) WHERE o._offset < t._offset";
        int k = bench.one("SELECT min(k)" + from, Integer.class);
        String now = place(name, k);
        String older =
                bench.one("SELECT '0/' || _offset || '/0' FROM public.older_" + name + " WHERE k = " + k, String.class);
        bench.sql("""
                UPDATE %1$s t SET n = o.n, text = o.text, _offset = o._offset
                FROM public.older_%1$s o WHERE t.k = o.k AND t.k = %2$d""".formatted(name, k));
        bench.sql("""
                INSERT INTO %1$s (k, n, text, _topic, _partition, _offset, _ordinal)
                SELECT 99, n, text, _topic, _partition, _offset, _ordinal FROM %1$s WHERE k = %2$d""".formatted(name, k));

        String outdated = "postgres DIFFERENT k=" + k + " " + now + " n";
        JsonNode repaired = reconcile(name, true);
        assertThat(Reconciled.findings(repaired)).containsExactly(outdated);
        assertThat(repaired.path("notes").toString()).contains("of postgres", "reconcile again");
        JsonNode next = reconcile(name, false);
        assertThat(Reconciled.findings(next)).containsExactly("postgres UNEXPECTED k=99 " + older + " ");
        assertThat(next.path("notes").toString()).doesNotContain("reconcile again");
    }

    @Test
    @DisplayName("rows by key of a store that is older than the other are found, and after the repair it is complete")
    void olderStoresOfUpserts() throws Exception {
        String name = runningUpserts();
        bench.stop(name);
        bench.backUp(name);
        MongoCopy older = copyOfMongo(name);
        bench.start(name);
        bench.append(name, 1);
        bench.api.awaitConsumed(name, 50);
        bench.stop(name);
        older.without(2).bringBack();
        assertThat(bench.failure(name)).contains("Mongo has gone back");

        JsonNode report = reconcile(name, true);
        assertThat(Reconciled.findings(report))
                .isNotEmpty()
                .allMatch(each -> each.matches("mongo (MISSING|DIFFERENT) k=.*"));
        assertThat(report.at("/stores/1/missing").asInt()).isEqualTo(2);
        assertThat(report.at("/stores/1/repaired").asInt())
                .isEqualTo(report.at("/stores/1/missing").asInt()
                        + report.at("/stores/1/different").asInt());
        assertSameInBothStores(name);
        bench.start(name);
        bench.api.awaitState(name, "RUNNING");
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();

        bench.stop(name);
        bench.goBack(name);
        bench.start(name);
        bench.api.awaitConsumed(name, 50);
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
        assertSameInBothStores(name);
    }

    @Test
    @DisplayName("offsets that compaction has taken are said, and what is left of their rows is not unexpected")
    void compaction() throws Exception {
        String name = freshName();
        bench.createCompactedTopic(name);
        for (int n = 1; n <= 4; n++) {
            bench.append(name, 0, "a", "{\"n\":" + n + ",\"text\":\"t\"}");
        }
        bench.create(name, EARLIEST);
        bench.api.awaitConsumed(name, 4);
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
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
                            assertThat(Reconciled.findings(now)).isSubsetOf("postgres MISSING 0/0/0 ");
                            return now;
                        },
                        now -> !now.path("gone").isEmpty());
        assertThat(report.at("/gone/0/why").asString()).isEqualTo("compaction");
        assertThat(report.at("/gone/0/from").asInt()).isZero();
        assertThat(Reconciled.findings(report)).isEmpty();
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
            assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
        }
        Awaitility.await().until(() -> collection(name).countDocuments(), count -> count == 23);
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
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
                assertThat(Reconciled.findings(report))
                        .as(report.toPrettyString())
                        .isEmpty();
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
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();

        bench.append(name, 0);
        bench.api.awaitConsumed(name, 40);
        bench.sql("DELETE FROM sluice.dead_letters WHERE pipeline = '" + name + "'");
        assertThat(Reconciled.findings(reconcile(name, false))).containsExactly("letters MISSING 0/23 decode");
    }

    @Test
    @DisplayName("what retention has taken and what transactions leave behind is said, and not missed")
    void gone() throws Exception {
        String name = running();
        bench.appendInTransactions(name, 1);
        bench.api.awaitConsumed(name, 40);
        bench.deleteRecords(name, 0, 4);
        JsonNode report = reconcile(name, false);
        assertThat(Reconciled.findings(report)).isEmpty();
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
        assertThat(Reconciled.findings(passed)).isEmpty();
        assertThat(passed.at("/range/0/from").asInt()).isEqualTo(26);

        bench.stop(name);
        bench.patch(name, 0, 0).expect(200);
        bench.start(name);
        bench.assertExact(name);
        JsonNode whole = reconcile(name, false);
        assertThat(Reconciled.findings(whole)).isEmpty();
        assertThat(whole.at("/range/0/from").asInt()).isZero();
    }

    @Test
    @DisplayName("a Mongo of an older backup lacks what it lacks, and after the repair the pipeline goes on")
    void olderMongo() throws Exception {
        String name = running();
        bench.stop(name);
        MongoCopy older = copyOfMongo(name);
        bench.append(name, 1);
        bench.start(name);
        bench.assertExact(name);
        bench.stop(name);
        older.bringBack();
        assertThat(bench.failure(name)).contains("Mongo has gone back");

        JsonNode report = reconcile(name, true);
        assertThat(Reconciled.findings(report)).hasSize(7).allMatch(each -> each.startsWith("mongo MISSING 1/1"));
        assertThat(report.at("/stores/1/repaired").asInt()).isEqualTo(7);
        bench.start(name);
        bench.api.awaitState(name, "RUNNING");
        bench.append(name, 1);
        bench.assertExact(name);
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
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
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
    }

    @Test
    @DisplayName("a Mongo of a copy from before a repair is noticed, and after another repair the pipeline goes on")
    void olderThanARepair() throws Exception {
        String name = running();
        bench.stop(name);
        collection(name).deleteOne(new Document("_id", name + "/0/4/0"));
        MongoCopy older = copyOfMongo(name);
        assertThat(reconcile(name, true).at("/stores/1/repaired").asInt()).isEqualTo(1);
        older.bringBack();
        assertThat(bench.failure(name)).contains("Mongo has gone back", "partition 0, offsets 4 to");
        assertThat(Reconciled.findings(reconcile(name, true))).containsExactly("mongo MISSING 0/4/0 ");
        bench.start(name);
        bench.api.awaitState(name, "RUNNING");
        bench.assertExact(name);
    }

    @Test
    @DisplayName(
            "while a store hangs another one is refused and positions set back make it worthless; or it is cancelled")
    void whileAStoreHangs() throws Exception {
        String name = running();
        bench.stop(name);
        try (Connection lock = hang(name)) {
            assertThat(bench.api.post(Reconciled.address(name), null).status()).isEqualTo(409);
            bench.patch(name, 0, 5).expect(200);
        }
        JsonNode worthless = Reconciled.awaitState(bench.api, name, state -> !state.equals("RUNNING"));
        assertThat(worthless.path("state").asString()).isEqualTo("FAILED");
        assertThat(worthless.at("/error/message").asString())
                .contains("topic \"" + name + "\", partition 0 was set back");

        try (Connection lock = hang(name)) {
            bench.api.delete(Reconciled.address(name)).expect(204);
            Reconciled.awaitState(bench.api, name, "CANCELLED"::equals);
        }
        bench.start(name);
        bench.api.awaitConsumed(name, 25);
        assertThat(Reconciled.findings(reconcile(name, false))).isEmpty();
    }

    /** Begins a reconciliation that waits for the table until the connection is closed. */
    private Connection hang(String name) throws Exception {
        Connection lock = bench.sluice.bean(DataSource.class).getConnection();
        lock.setAutoCommit(false);
        lock.createStatement().execute("LOCK TABLE " + name + " IN ACCESS EXCLUSIVE MODE");
        bench.api.post(Reconciled.address(name), null).expect(202);
        Awaitility.await()
                .until(
                        () -> bench.count("pg_locks WHERE NOT granted AND relation = '" + name + "'::regclass"),
                        waiting -> waiting > 0);
        return lock;
    }
}

package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.CheckpointDamage;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Where pipelines resume when somebody sets it, and when somebody breaks what they resume from. */
class OffsetsIT extends PipelineBenchCase {

    /** With ten records in each of its topic's two partitions, all of them carried, and stopped. */
    private String stopped() throws Exception {
        String name = running(1, 1);
        bench.stop(name);
        return name;
    }

    private JsonNode counters(String name, long consumed) {
        JsonNode counters = bench.api.awaitConsumed(name, consumed).path("counters");
        assertThat(counters.path("consumed").asLong()).isEqualTo(consumed);
        counters.path("sinks")
                .forEach(sink -> assertThat(sink.path("stored").asLong()
                                + sink.path("rejected").asLong()
                                + counters.path("filtered").asLong()
                                + counters.path("rejected").asLong())
                        .isEqualTo(consumed));
        return counters;
    }

    @Test
    @DisplayName("rewound: the rows stay once, the counters of what is carried again begin at zero")
    void rewindingKeepsRowsOnceAndBeginsCountersAnew() throws Exception {
        String name = stopped();
        assertThat(bench.patch(name, 0, 6)
                        .expect(200)
                        .at("/partitions/0/nextOffset")
                        .asLong())
                .isEqualTo(6);
        assertThat(counters(name, 10).path("filtered").asLong()).isEqualTo(2);
        bench.start(name);
        counters(name, 14);
        bench.stop(name);
        assertThat(bench.count(name)).isEqualTo(14);

        bench.patch(name, 0, 0).expect(200);
        bench.start(name);
        bench.assertExact(name);
    }

    @Test
    @DisplayName(
            "Postgres goes back to an older state between two micro-batches: the pipeline notices, and fills the gap")
    void postgresGoesBack() throws Exception {
        String name = running(1, 0);
        bench.backUp(name);
        bench.append(name, 0);
        bench.append(name, 1);
        bench.assertExact(name);

        bench.goBack(name);
        bench.append(name, 0);
        counters(name, 40);
        bench.assertExact(name);
        assertThat(bench.api
                        .awaitState(name, "RUNNING")
                        .at("/lastError/message")
                        .asString())
                .contains("Postgres has gone back to an older state: it had acknowledged " + name + ", partition ");

        // And to one to which no record comes.
        bench.goBack(name);
        counters(name, 40);
        bench.assertExact(name);
    }

    @Test
    @DisplayName(
            "Mongo goes back to a copy that is younger than its mark: what it lacks is stored there again, no more")
    void mongoGoesBack() throws Exception {
        String name = stopped();
        bench.append(name, 1);
        bench.start(name);
        counters(name, 30);
        bench.stop(name);
        bench.goBackInMongo(name);

        bench.start(name);
        bench.awaitMongo(name);
        bench.assertExact(name);
        bench.append(name, 0);
        counters(name, 40);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("skipped: what lies between is left out, and a position that Kafka does not have is refused")
    void skippingLeavesOutWhatLiesBetween() throws Exception {
        String name = stopped();
        bench.append(name, 0);
        bench.patch(name, 0, 16).expect(200);
        JsonNode refused = bench.patch(name, 0, 21).expect(422);
        assertThat(refused.at("/errors/0/pointer").asString()).isEqualTo("/partitions/0");
        assertThat(refused.at("/errors/0/message").asString()).contains("choose from 0 to 20");
        assertThat(bench.patch(name, 2, 0).expect(422).at("/errors/0/message").asString())
                .contains("no partition 2");
        bench.start(name);
        counters(name, 24);
        assertThat(bench.one(
                        "SELECT count(*) FROM " + name + " WHERE _partition = 0 AND _offset BETWEEN 10 AND 15",
                        Long.class))
                .isZero();
    }

    @Test
    @DisplayName("reset, with its rows kept: they are under another name, and the new ones are complete")
    void resetKeeps() throws Exception {
        String name = stopped();
        bench.reset(name, "keep");
        JsonNode status = bench.api.status(name);
        assertThat(status.path("state").asString()).isEqualTo("CREATED");
        assertThat(status.path("partitions")).isEmpty();
        String aside = bench.one(
                "SELECT tablename FROM pg_tables WHERE tablename LIKE '" + name + "\\_until\\_%'", String.class);
        bench.append(name, 0);
        bench.start(name);
        bench.assertExact(name);
        assertThat(aside).matches(name + "_until_[0-9]{14}");
        assertThat(bench.count(aside)).isEqualTo(14);
        assertThat(bench.mongo().getCollection(aside).countDocuments()).isEqualTo(14);
        assertThat(bench.count("sluice.dead_letters WHERE pipeline = '" + aside + "'"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("reset, with its rows removed: only the new ones are there")
    void resetRemoves() throws Exception {
        String name = stopped();
        bench.reset(name, "remove");
        assertThat(bench.mongo().listCollectionNames()).doesNotContain(name);
        assertThat(bench.one("SELECT to_regclass('" + name + "') IS NULL", Boolean.class))
                .isTrue();
        assertThat(bench.count("sluice.dead_letters WHERE pipeline = '" + name + "'"))
                .isZero();
        bench.start(name);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("the topic deleted and created again: it fails with both ids, and is complete after a reset")
    void topicRecreated() throws Exception {
        String name = stopped();
        bench.deleteTopic(name);
        assertThat(bench.patch(name, 0, 0).expect(409).path("detail").asString())
                .contains("does not exist");
        bench.createTopic(name);
        bench.append(name, 0);
        bench.append(name, 0);
        assertThat(bench.failure(name))
                .contains("deleted and created again", "partition 0 up to offset 10", "rename or drop it first");
        assertThat(bench.patch(name, 0, 0).expect(409).path("detail").asString())
                .contains("deleted and created again");
        bench.reset(name, "keep");
        bench.start(name);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("retention past its offset: it fails with the range, and goes on from where it is set")
    void failsBehindRetentionAndGoesOnFromWhereItIsSet() throws Exception {
        String name = stopped();
        bench.append(name, 1);
        bench.deleteRecords(name, 1, 15);
        assertThat(bench.failure(name))
                .contains("partition 1: offsets 10 to 14 are not there any more; the first is 15");
        bench.patch(name, 1, 15).expect(200);
        assertThat(bench.api.status(name).has("lastError")).isFalse();
        bench.start(name);
        counters(name, 25);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("its checkpoint damaged while it is stopped: exact")
    void checkpointDamaged(CheckpointDamage damage) throws Exception {
        String name = stopped();
        damage.to(bench.checkpoint(data(), name));
        bench.append(name, 1);
        bench.start(name);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("every checkpoint gone when the application starts again: exact, without a hand")
    void restartWithoutCheckpoints() throws Exception {
        String name = stopped();
        bench.start(name);
        bench.api.awaitState(name, "RUNNING");
        bench.append(name, 0);
        bench.close();
        CheckpointDamage.delete(data().resolve("checkpoints"));
        bench = open(data());
        bench.append(name, 1);
        bench.api.awaitRuns(name);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("partitions added while it is stopped and while it runs: read from their beginning")
    void partitionsAdded() throws Exception {
        String name = stopped();
        bench.addPartition(name, 3);
        bench.append(name, 2);
        bench.start(name);
        bench.assertExact(name);
        bench.addPartition(name, 4);
        bench.append(name, 3);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("begun at the latest, its checkpoint gone before the first record: nothing is skipped")
    void latestWithoutACheckpointSkipsNothing() throws Exception {
        String name = freshName();
        bench.createTopic(name);
        bench.append(name, 0);
        bench.create(name, "latest");
        bench.stop(name);
        CheckpointDamage.DIRECTORY_DELETED.to(bench.checkpoint(data(), name));
        bench.append(name, 0);
        bench.start(name);
        counters(name, 10);
        assertThat(bench.one("SELECT min(_offset) FROM " + name, Long.class)).isBetween(10L, 12L);
    }

    @Test
    @DisplayName("deleted and created under the same name, with its rows and without: complete, each row once")
    void sameName() throws Exception {
        String name = stopped();
        for (boolean purge : List.of(false, true)) {
            bench.api.delete(PipelineBench.PIPELINES + name + "?purge=" + purge).expect(204);
            bench.append(name, 0);
            bench.create(name, EARLIEST);
            bench.assertExact(name);
        }
    }

    @Test
    @DisplayName("its table altered by hand: it fails and says what is different")
    void tableAltered() throws Exception {
        String name = stopped();
        bench.sql("ALTER TABLE " + name + " ALTER COLUMN n TYPE text");
        assertThat(bench.failure(name)).contains("column n is text");
        bench.sql("ALTER TABLE " + name + " ALTER COLUMN n TYPE integer USING n::integer");
        bench.sql("ALTER TABLE " + name + " DROP COLUMN text");
        assertThat(bench.failure(name)).contains("no column text", "ADD COLUMN");
        bench.reset(name, "keep");
        bench.start(name);
        bench.assertExact(name);
    }

    @Test
    @DisplayName("its table or its collection dropped by hand: it fails, and is complete after a reset")
    void targetDropped() throws Exception {
        String name = stopped();
        bench.sql("DROP TABLE " + name);
        assertThat(bench.failure(name)).contains("postgres", name + " is gone", "14 rows");
        bench.reset(name, "remove");
        bench.start(name);
        bench.assertExact(name);
        bench.stop(name);
        bench.mongo().getCollection(name).drop();
        assertThat(bench.failure(name)).contains("mongo", name + " is gone", "14 rows");
        bench.reset(name, "keep");
        bench.start(name);
        bench.assertExact(name);
    }
}

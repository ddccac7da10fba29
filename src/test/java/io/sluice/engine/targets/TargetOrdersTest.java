package io.sluice.engine.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowRun;
import io.sluice.engine.FlowTargets.Leaving;
import io.sluice.engine.FlowTargets.TargetFate;
import io.sluice.engine.FlowTargets.TargetFate.Action;
import io.sluice.engine.targets.TargetBench.Origin;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.ledger.NotOwnerException;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every order that can touch a target, on targets of every origin, in real stores. */
@DisplayName("What a pipeline leaves in its stores")
class TargetOrdersTest {

    @TempDir
    static Path home;

    private static TargetBench bench;

    @BeforeAll
    static void start() throws Exception {
        bench = new TargetBench(home);
    }

    @AfterAll
    static void stop() throws Exception {
        bench.close();
    }

    @ParameterizedTest(name = "{0} {1}, {2}: {3} by a pipeline that has run is {4}")
    @CsvSource({
        "postgres, APPEND, SLUICE,   BEHIND,  UNTOUCHED",
        "postgres, APPEND, SLUICE,   ASIDE,   RENAMED",
        "postgres, APPEND, SLUICE,   NOTHING, DROPPED",
        "postgres, APPEND, USER,     BEHIND,  UNTOUCHED",
        "postgres, APPEND, USER,     ASIDE,   UNTOUCHED",
        "postgres, APPEND, USER,     NOTHING, ROWS_REMOVED",
        "postgres, APPEND, LEFT,     ASIDE,   UNTOUCHED",
        "postgres, APPEND, LEFT,     NOTHING, ROWS_REMOVED",
        "postgres, APPEND, REPLACED, ASIDE,   UNTOUCHED",
        "postgres, APPEND, REPLACED, NOTHING, UNTOUCHED",
        "postgres, UPSERT, SLUICE,   ASIDE,   RENAMED",
        "postgres, UPSERT, SLUICE,   NOTHING, DROPPED",
        "postgres, UPSERT, USER,     ASIDE,   UNTOUCHED",
        "postgres, UPSERT, USER,     NOTHING, UNTOUCHED",
        "postgres, UPSERT, LEFT,     NOTHING, UNTOUCHED",
        "postgres, UPSERT, REPLACED, NOTHING, UNTOUCHED",
        "mongo,    APPEND, SLUICE,   BEHIND,  UNTOUCHED",
        "mongo,    APPEND, SLUICE,   ASIDE,   RENAMED",
        "mongo,    APPEND, SLUICE,   NOTHING, DROPPED",
        "mongo,    APPEND, USER,     ASIDE,   UNTOUCHED",
        "mongo,    APPEND, USER,     NOTHING, ROWS_REMOVED",
        "mongo,    APPEND, LEFT,     ASIDE,   UNTOUCHED",
        "mongo,    APPEND, LEFT,     NOTHING, UNTOUCHED",
        "mongo,    APPEND, REPLACED, NOTHING, UNTOUCHED",
        "mongo,    UPSERT, SLUICE,   ASIDE,   RENAMED",
        "mongo,    UPSERT, SLUICE,   NOTHING, DROPPED",
        "mongo,    UPSERT, USER,     ASIDE,   UNTOUCHED",
        "mongo,    UPSERT, USER,     NOTHING, UNTOUCHED",
        "mongo,    UPSERT, LEFT,     NOTHING, UNTOUCHED",
        "mongo,    UPSERT, REPLACED, NOTHING, UNTOUCHED",
    })
    void deletionLeavesWhatItIsToldToLeave(String type, WriteMode mode, Origin origin, Leaving leaving, Action action)
            throws Exception {
        SinkSpec sink = bench.sink(new StoreType(type), mode);
        bench.provide(sink, origin);
        FlowRun run = bench.define("p", sink);
        bench.start(run);
        bench.write(sink, "mine", 100, 2);
        if (origin == Origin.REPLACED) {
            bench.replace(sink);
        }
        List<String> before = bench.ids(sink);

        TargetFate plan = bench.removal.plan(run, leaving).get(0);
        assertThat(plan.action()).isEqualTo(action);
        assertThat(plan.madeBySluice()).isEqualTo(origin == Origin.SLUICE);
        assertThat(plan.rows()).isEqualTo(OptionalLong.of(action == Action.UNTOUCHED ? 0 : 2));
        assertThat(bench.ids(sink)).isEqualTo(before);
        bench.removal.carryOut(run, leaving, "_until_x");

        assertThat(bench.ids(sink))
                .isEqualTo(
                        switch (action) {
                            case UNTOUCHED -> before;
                            case DROPPED, RENAMED -> List.of("is gone");
                            case ROWS_REMOVED ->
                                before.stream()
                                        .filter(id -> !id.startsWith("mine"))
                                        .toList();
                        });
        if (action == Action.RENAMED) {
            assertThat(bench.ids(new SinkSpec(sink.type(), sink.target() + "_until_x", mode, sink.key(), null)))
                    .isEqualTo(before);
        }
        assertThat(bench.removal.plan(run, leaving).get(0).action())
                .as("when it is repeated")
                .isIn(Action.UNTOUCHED, Action.ROWS_REMOVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mongo"})
    @DisplayName("is everything, if it has never run")
    void neverRan(String type) throws Exception {
        SinkSpec sink = bench.sink(new StoreType(type), WriteMode.APPEND);
        bench.provide(sink, Origin.USER);
        FlowRun run = bench.define("idle", sink);
        List<String> before = bench.ids(sink);
        bench.removal.carryOut(run, Leaving.NOTHING, "");
        bench.removal.carryOut(run, Leaving.ASIDE, "_until_x");
        assertThat(bench.ids(sink)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mongo"})
    @DisplayName("is another pipeline's, if that one writes there meanwhile")
    void anotherPipelines(String type) throws Exception {
        SinkSpec sink = bench.sink(new StoreType(type), WriteMode.APPEND);
        FlowRun first = bench.define("first", sink);
        bench.start(first);
        bench.write(sink, "mine", 0, 2);
        FlowRun second = bench.define("second", sink);
        bench.start(second);
        bench.write(sink, "theirs", 50, 2);
        assertThat(bench.removal.carryOut(first, Leaving.NOTHING, "")).isEmpty();
        assertThat(bench.ids(sink)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mongo"})
    @DisplayName("is not the earlier pipeline's of its name, which left it behind")
    void isNotTheEarlierPipelinesOfItsName(String type) throws Exception {
        SinkSpec sink = bench.sink(new StoreType(type), WriteMode.APPEND);
        FlowRun first = bench.define("same", sink);
        bench.start(first);
        bench.write(sink, "theirs", 0, 2);
        bench.forget(first);
        FlowRun second = bench.define("same", sink);
        assertThat(bench.start(second))
                .anySatisfy(notice -> assertThat(notice).contains("was there before this pipeline"));
        bench.removal.carryOut(second, Leaving.NOTHING, "");
        assertThat(bench.ids(sink)).containsExactly("theirs0", "theirs1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mongo"})
    @DisplayName("is known to be clear of its positions only when it is: else a topic made anew would be passed over")
    void isKnownToBeClearOnlyWhenItIs(String type) throws Exception {
        SinkSpec sink = bench.sink(new StoreType(type), WriteMode.APPEND);
        bench.provide(sink, Origin.USER);
        FlowRun run = bench.define("p", sink);
        bench.start(run);
        bench.write(sink, "mine", 0, 2);
        assertThat(bench.removal.carryOut(run, Leaving.ASIDE, "_until_x")).isEmpty();
        assertThat(bench.removal.carryOut(run, Leaving.NOTHING, "")).containsExactly(new ClearTarget(sink, false));
        assertThat(ClearTarget.origins(List.of(new ClearTarget(sink, false)), run))
                .containsExactly(new Positions.Origins(sink, List.of("a", "b")));
    }

    @Test
    @DisplayName("is clear of its positions once a table that it found has another name")
    void renamedByHand() throws Exception {
        SinkSpec sink = bench.sink(PostgresStore.TYPE, WriteMode.APPEND);
        bench.provide(sink, Origin.LEFT);
        FlowRun run = bench.define("p", sink);
        bench.start(run);
        assertThat(bench.removal.carryOut(run, Leaving.NOTHING, "")).isEmpty();
        bench.execute("ALTER TABLE " + sink.target() + " RENAME TO by_hand");
        assertThat(bench.removal.carryOut(run, Leaving.NOTHING, "")).containsExactly(new ClearTarget(sink, true));
    }

    @Test
    @DisplayName("is not what others left of topics that it reads only since its definition changed")
    void topicsChanged() throws Exception {
        SinkSpec sink = bench.sink(MongoStore.TYPE, WriteMode.APPEND);
        bench.provide(sink, Origin.LEFT);
        FlowRun run = TargetBench.changed(bench.define("p", sink), sink, "b");
        bench.start(run);
        assertThat(bench.removal.plan(run, Leaving.NOTHING).get(0).action()).isEqualTo(Action.ROWS_REMOVED);
        FlowRun wider = TargetBench.changed(run, sink, "a", "b");
        bench.removal.carryOut(wider, Leaving.NOTHING, "");
        bench.start(wider);
        bench.removal.carryOut(wider, Leaving.NOTHING, "");
        assertThat(bench.ids(sink)).containsExactly("theirs0", "theirs1");
    }

    @Test
    @DisplayName("is not what others left, if it has become one that appends")
    void modeChanged() throws Exception {
        SinkSpec sink = bench.sink(MongoStore.TYPE, WriteMode.APPEND);
        bench.provide(sink, Origin.LEFT);
        SinkSpec upsert = new SinkSpec(MongoStore.TYPE, sink.target(), WriteMode.UPSERT, List.of("id"), null);
        FlowRun run = bench.define("p", upsert);
        bench.start(run);
        FlowRun appends = TargetBench.changed(run, sink, "a");
        bench.removal.carryOut(appends, Leaving.NOTHING, "");
        bench.start(appends);
        bench.removal.carryOut(appends, Leaving.NOTHING, "");
        assertThat(bench.ids(sink)).containsExactly("theirs0", "theirs1");
    }

    @Test
    @DisplayName("is what it has appended itself, however often it was started and whatever topics it reads besides")
    void ownDocuments() throws Exception {
        SinkSpec sink = bench.sink(MongoStore.TYPE, WriteMode.APPEND);
        bench.provide(sink, Origin.USER);
        FlowRun run = TargetBench.changed(bench.define("p", sink), sink, "a");
        bench.start(run);
        bench.write(sink, "mine", 0, 2);
        bench.start(run);
        FlowRun wider = TargetBench.changed(run, sink, "a", "b");
        bench.start(wider);
        bench.removal.carryOut(wider, Leaving.NOTHING, "");
        assertThat(bench.ids(sink)).containsExactly("theirs0", "theirs1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mongo"})
    @DisplayName("is another pipeline's, if that one begins to write there while rows are being removed")
    void takenMeanwhile(String type) throws Exception {
        SinkSpec sink = bench.sink(new StoreType(type), WriteMode.APPEND);
        bench.provide(sink, Origin.USER);
        FlowRun first = bench.define("first", sink);
        bench.start(first);
        Instant since = bench.note(first).orElseThrow().since();
        bench.start(bench.define("second", sink));
        bench.write(sink, "theirs", 50, 2);
        bench.remove(first, since);
        assertThat(bench.ids(sink)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "mongo"})
    @DisplayName("is another instance's to remove, if that one has the lease")
    void leaseLost(String type) throws Exception {
        SinkSpec sink = bench.sink(new StoreType(type), WriteMode.APPEND);
        bench.provide(sink, Origin.USER);
        FlowRun run = bench.define("p", sink);
        bench.start(run);
        bench.write(sink, "mine", 0, 2);
        String mine = bench.query("SELECT instance FROM sluice.owner").get(0);
        bench.execute("UPDATE sluice.owner SET instance = gen_random_uuid()");
        try {
            assertThatThrownBy(() -> bench.removal.carryOut(run, Leaving.NOTHING, ""))
                    .isInstanceOf(NotOwnerException.class);
            assertThat(bench.ids(sink)).hasSize(4);
        } finally {
            bench.execute("UPDATE sluice.owner SET instance = '" + mine + "'");
        }
    }

    @Test
    @DisplayName("goes in steps, each of which is done for good")
    void goesInStepsEachDoneForGood() throws Exception {
        SinkSpec sink = bench.sink(PostgresStore.TYPE, WriteMode.APPEND);
        bench.provide(sink, Origin.USER);
        FlowRun run = bench.define("p", sink);
        bench.start(run);
        bench.execute("INSERT INTO " + sink.target() + " (id, _topic, _partition, _offset, _ordinal, _ingested_at)"
                + " SELECT 'mine', 'a', 0, n, 0, now() FROM generate_series(1, 200001) n");
        bench.execute("CREATE TABLE steps (transaction xid8)");
        bench.execute("CREATE FUNCTION step() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN INSERT INTO steps SELECT DISTINCT pg_current_xact_id() FROM gone; RETURN NULL; END'");
        bench.execute("CREATE TRIGGER step AFTER DELETE ON " + sink.target()
                + " REFERENCING OLD TABLE AS gone EXECUTE FUNCTION step()");
        bench.removal.carryOut(run, Leaving.NOTHING, "");
        assertThat(bench.ids(sink)).containsExactly("theirs0", "theirs1");
        assertThat(bench.query("SELECT count(DISTINCT transaction) FROM steps")).containsExactly("2");
    }

    @Test
    @DisplayName("is not what has the same place in another part of a partitioned table")
    void isNotWhatHasItsPlaceInAnotherPartition() throws Exception {
        SinkSpec sink = bench.sink(PostgresStore.TYPE, WriteMode.APPEND);
        String table = sink.target();
        bench.execute("CREATE TABLE " + table + " (id text, v text, _topic text, _partition int, _offset bigint,"
                + " _ordinal int, _ingested_at timestamptz, UNIQUE (_partition, _offset, _ordinal, _topic))"
                + " PARTITION BY LIST (_partition)");
        bench.execute("CREATE TABLE " + table + "_0 PARTITION OF " + table + " FOR VALUES IN (0)");
        bench.execute("CREATE TABLE " + table + "_1 PARTITION OF " + table + " FOR VALUES IN (1)");
        bench.execute("INSERT INTO " + table + " VALUES ('theirs', '', 'c', 1, 0, 0, now())");
        FlowRun run = bench.define("p", sink);
        bench.start(run);
        bench.write(sink, "mine", 0, 2);
        bench.removal.carryOut(run, Leaving.NOTHING, "");
        assertThat(bench.ids(sink)).containsExactly("theirs");
    }

    @Test
    @DisplayName("is asked about again at once, unless the store itself is away")
    void isAskedAgainUnlessTheStoreIsAway() throws Exception {
        SinkSpec sink = bench.sink(PostgresStore.TYPE, WriteMode.APPEND);
        bench.provide(sink, Origin.USER);
        FlowRun run = bench.define("p", sink);
        bench.execute("ALTER TABLE sluice.targets RENAME TO elsewhere");
        try {
            assertThat(unasked(bench.targets, run))
                    .hasValueSatisfying(why -> assertThat(why).contains("PSQLException"));
        } finally {
            bench.execute("ALTER TABLE sluice.elsewhere RENAME TO targets");
        }
        assertThat(unasked(bench.targets, run)).isEmpty();

        Targets away = bench.away();
        assertThat(unasked(away, run)).hasValueSatisfying(why -> assertThat(why).contains("PSQLException"));
        assertThat(unasked(away, run)).hasValueSatisfying(why -> assertThat(why).contains("did not answer just now"));
    }

    private static Optional<String> unasked(Targets targets, FlowRun run) {
        return targets.findings(run, TargetBench.OUTPUT).get(0).unasked();
    }

    @Test
    @DisplayName("is nothing that Mongo has refused to make")
    void isNothingThatMongoRefusedToMake() throws Exception {
        SinkSpec sink = SinkSpec.append(MongoStore.TYPE, "t".repeat(200));
        FlowRun run = bench.define("p", sink);
        assertThatThrownBy(() -> bench.start(run)).isInstanceOf(MongoCommandException.class);
        assertThat(bench.note(run)).isEmpty();
    }

    @Test
    @DisplayName("is what the process made that ended before it could note it")
    void halfMade() throws Exception {
        SinkSpec sink = bench.sink(MongoStore.TYPE, WriteMode.APPEND);
        FlowRun run = bench.define("p", sink);
        bench.endsWhileMaking(run);
        assertThat(bench.removal.plan(run, Leaving.NOTHING).get(0).action()).isEqualTo(Action.DROPPED);
        bench.start(run);
        bench.write(sink, "mine", 0, 2);
        assertThat(bench.removal.plan(run, Leaving.NOTHING).get(0).action()).isEqualTo(Action.DROPPED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a view               | CREATE VIEW %s AS SELECT 'theirs' AS id, '' AS v",
                "a materialized view  | CREATE MATERIALIZED VIEW %s AS SELECT 'theirs' AS id, '' AS v",
                "a sequence           | CREATE SEQUENCE %s",
                "an index             | CREATE INDEX %s ON base (n)",
            })
    @DisplayName("is untouched if it is no table, and no pipeline can start on it")
    void noTable(String kind, String sql) throws Exception {
        SinkSpec sink = bench.sink(PostgresStore.TYPE, WriteMode.APPEND);
        bench.execute("CREATE TABLE IF NOT EXISTS base (n int)");
        bench.execute(sql.formatted(sink.target()));
        FlowRun run = bench.define("p", sink);
        assertThat(bench.targets.findings(run, TargetBench.OUTPUT).get(0).objection())
                .hasValueSatisfying(text -> assertThat(text).contains("it is " + kind));
        assertThatThrownBy(() -> bench.start(run)).isInstanceOf(FlowDefinitionException.class);
        TargetFate plan = bench.removal.plan(run, Leaving.NOTHING).get(0);
        assertThat(plan.action()).isEqualTo(Action.UNTOUCHED);
        assertThat(plan.why()).contains(kind);
        bench.removal.carryOut(run, Leaving.NOTHING, "");
        assertThat(bench.targets.store(sink).find(sink)).isPresent();
    }

    @Test
    @DisplayName("is missed when it is gone with what the pipeline has stored there")
    void isMissed() throws Exception {
        SinkSpec sink = bench.sink(PostgresStore.TYPE, WriteMode.APPEND);
        FlowRun run = bench.define("p", sink);
        Counters stored = new Counters(3, 0, 0, Map.of(sink.type(), new Counters.SinkCounters(3, 0, 3)));
        assertThatThrownBy(() -> bench.targets.prepare(run, TargetBench.OUTPUT, stored))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageContaining(sink.target() + " is gone, with the 3 rows that pipeline ")
                .hasFieldOrPropertyWithValue("obstacle", FlowDefinitionException.Obstacle.LOST_TARGET);
    }
}

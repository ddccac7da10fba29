package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.targets.MarkedRun;
import io.sluice.engine.targets.StoreMarks;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.LedgerBehindException;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoMarks;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.task.FlowSink;
import io.sluice.stream.task.FlowTask;
import io.sluice.stream.task.Redelivery;
import io.sluice.testing.TestMongo;
import io.sluice.testing.TestPostgres;
import io.sluice.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a flow to which no record comes")
class LedgerWatchTest {

    private static final long PIPELINE = 1;
    private static final String TOPIC = "t";

    @TempDir
    private Path checkpoint;

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private StreamingQuery query;
    private SparkRunningFlow flow;
    private final MongoAccess mongo = TestMongo.freshDatabase();
    private final MongoMarks mongoMarks = new MongoMarks(mongo);
    private StoreMarks marks;
    private LedgerWatch watch;

    @BeforeEach
    void start() throws Exception {
        sql("""
                INSERT INTO sluice.pipelines (id, name, definition, output, version, desired_state, state,
                    state_since, created_at, updated_at)
                VALUES (1, 'p', '{}', '{}', 0, 'RUNNING', 'RUNNING', now(), now(), now());
                INSERT INTO sluice.progress (pipeline_id, topic, partition, next_offset) VALUES (1, 't', 0, 5)""");
        query = TestSpark.session()
                .readStream()
                .format("rate")
                .load()
                .writeStream()
                .option("checkpointLocation", checkpoint.toString())
                .format("noop")
                .start();
        MarkedRun marked = new MarkedRun("", Redelivery.NONE);
        FlowTask task =
                new FlowTask(PIPELINE, "p", 1, postgres, () -> null, () -> null, null, Map.of(), Redelivery.NONE);
        FlowSink sink = new FlowSink(
                task, new StructType(), new Offsets(Map.of(TOPIC, Map.of(0, 5L, 1, 0L))), (epoch, counters) -> {});
        flow = new SparkRunningFlow(
                        query,
                        new MicroBatches(query, new SmallHistory()),
                        sink::check,
                        Optional.of(marked),
                        this::markEnd,
                        null,
                        null)
                .watched(new Stores(List.of()));
        LedgerDatabase database = TestPostgres.ledger(postgres);
        marks = new StoreMarks(new MarkNumbers(database), new Stores(List.of(new MongoStore(mongo))));
        RunningFlows running = new RunningFlows();
        running.add(PIPELINE, flow, () -> {});
        watch = new LedgerWatch(new Positions(database), marks, running);
    }

    private void markEnd(SparkRunningFlow ended) {
        watch.markEnd(PIPELINE, ended);
    }

    @AfterEach
    void stop() throws Exception {
        query.stop();
        watch.close();
    }

    @Test
    @DisplayName("goes on while the ledger stands where it stood, or further")
    void goesOn() throws Exception {
        watch.look();
        sql("UPDATE sluice.progress SET next_offset = 6");
        watch.look();
        assertThat(flow.ended()).isNotDone();
        assertThat(query.isActive()).isTrue();
    }

    @Test
    @DisplayName("ends also when Postgres goes back to where the flow began, from what only the watch has seen")
    void endsWhenPostgresGoesBackToTheBeginningOfTheFlow() throws Exception {
        sql("UPDATE sluice.progress SET next_offset = 8");
        watch.look();
        sql("UPDATE sluice.progress SET next_offset = 5");
        watch.look();
        assertThat(flow.ended()).failsWithin(Duration.ofSeconds(20));
    }

    @Test
    @DisplayName("ends when Postgres has gone back, and says why")
    void endsWhenPostgresHasGoneBackAndSaysWhy() throws Exception {
        sql("UPDATE sluice.progress SET next_offset = 4");
        watch.look();
        assertThat(flow.ended())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(LedgerBehindException.class)
                .withMessageContaining("up to offset 5, and now knows of it up to 4 only");
    }

    @Test
    @DisplayName("ends when Postgres does not know it at all any more")
    void endsUnknown() throws Exception {
        sql("DELETE FROM sluice.pipelines");
        watch.look();
        assertThat(flow.ended())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(LedgerBehindException.class);
    }

    @Test
    @DisplayName("leaves a mark of where it got to when it is stopped, and before it is known to have ended")
    void marksItsEnd() throws Exception {
        marked();
        sql("UPDATE sluice.progress SET next_offset = 9");
        flow.stop(Duration.ofSeconds(20));
        assertThat(flow.ended()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(mongoMarks.of(List.of(PIPELINE)).get(PIPELINE).positions())
                .isEqualTo(new Offsets(Map.of(TOPIC, Map.of(0, 9L))));
    }

    @Test
    @DisplayName("leaves no mark of its end that would hide what Postgres has lost")
    void marksNoLoss() throws Exception {
        marked();
        sql("UPDATE sluice.progress SET next_offset = 4");
        flow.stop(Duration.ofSeconds(20));
        assertThat(flow.ended()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(mongoMarks.of(List.of(PIPELINE)).get(PIPELINE).number()).isEqualTo(1);
    }

    private void marked() {
        Offsets here = new Offsets(Map.of(TOPIC, Map.of(0, 5L)));
        mongoMarks.replace(PIPELINE, null, new MongoMarks.Mark("c", 1, here, here, ""));
    }

    private void sql(String statements) throws Exception {
        try (var connection = TestPostgres.connect(postgres)) {
            connection.createStatement().execute(statements);
        }
    }
}

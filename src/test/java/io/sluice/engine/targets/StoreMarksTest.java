package io.sluice.engine.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.sluice.engine.FlowDefinitionException;
import io.sluice.engine.FlowDefinitionException.Obstacle;
import io.sluice.engine.FlowRun;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.kafka.TopicState;
import io.sluice.stream.ledger.Generations;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.MarkNumbers;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoMarks;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.task.Redelivery;
import io.sluice.testing.TestMongo;
import io.sluice.testing.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("the start of a pipeline that writes Mongo")
class StoreMarksTest {

    private static final long ID = 7;
    private static final String TOPIC = "a.topic";
    private static final SinkSpec SINK = SinkSpec.append(MongoStore.TYPE, "c");

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private final MongoAccess mongo = TestMongo.freshDatabase();
    private final MongoClient client = MongoClients.create(mongo.uri());
    private final LedgerDatabase database = TestPostgres.ledger(postgres);
    private final MarkNumbers ledger = new MarkNumbers(database);
    private final StoreMarks marks = new StoreMarks(ledger, new Stores(List.of(new MongoStore(mongo))));
    private List<Document> backup = List.of();
    private MarkedRun last;

    @BeforeEach
    void createPipeline() throws Exception {
        sql("""
                INSERT INTO sluice.pipelines (id, name, definition, output, version, desired_state, state,
                    state_since, created_at, updated_at)
                VALUES (7, 'p', '{}', '{}', 0, 'RUNNING', 'RUNNING', now(), now(), now())""");
        new Generations(database).raise(ID);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    @DisplayName(
            "goes on as long as Mongo has what it has acknowledged, however far the ledger has come since the mark")
    void goesOn() throws Exception {
        begin(positions(0, 0));
        begin(positions(10, 5));
        renew(positions(20, 5));
        begin(positions(30, 5));
        assertThat(ledger.numbers(List.of(ID))).containsEntry(ID, 4L);
    }

    @Test
    @DisplayName("fails when Mongo has gone back, names what may be missing, and goes on once it is set back there")
    void mongoGoesBack() throws Exception {
        begin(positions(0, 0));
        renew(positions(10, 5));
        backUp();
        renew(positions(20, 5));
        restore();

        assertThatThrownBy(() -> begin(positions(30, 5)))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessage("Mongo has gone back to an older state: its collection c may lack what pipeline p"
                        + " has stored of topic \"a.topic\", partition 0, offsets 10 to 29.")
                .hasFieldOrPropertyWithValue("obstacle", Obstacle.STORE_WENT_BACK);
        assertThatThrownBy(() -> begin(positions(11, 5))).isInstanceOf(FlowDefinitionException.class);
        begin(positions(10, 5));
        renew(positions(30, 5));
        begin(positions(30, 5));
    }

    @Test
    @DisplayName("fails when Mongo has gone back to before the first mark, and names the ranges from where it began")
    void mongoForgetsAll() throws Exception {
        new Positions(database).begin(ID, positions(3, 0), List.of(SINK), Map.of(TOPIC, "id"));
        begin(positions(3, 0));
        collection().drop();
        assertThatThrownBy(() -> begin(positions(9, 2)))
                .hasMessageContaining("partition 0, offsets 3 to 8, topic \"a.topic\", partition 1, offsets 0 to 1.");
    }

    @Test
    @DisplayName("does not ask for what Kafka has no more, and says so")
    void asksForNothingThatKafkaHasNoMore() throws Exception {
        begin(positions(0, 0));
        backUp();
        renew(positions(20, 0));
        restore();
        assertThatThrownBy(() -> begin(positions(20, 0), 12))
                .hasMessageContaining("offsets 12 to 19 (those from 0 on are not in Kafka any more)");
        begin(positions(12, 0), 12);
    }

    @Test
    @DisplayName("knows a definition by the same number in every version of Sluice: marks outlive an update")
    void definitionKeepsItsNumber() throws Exception {
        begin(positions(0, 0));
        assertThat(documents())
                .extracting(mark -> mark.getString("definition"))
                .containsExactly("78cd749f-ccb1-34f7-a21a-3238868e859a");
    }

    @Test
    @DisplayName("goes on when Postgres has gone back, of which Mongo has more")
    void postgresGoesBack() throws Exception {
        begin(positions(0, 0));
        renew(positions(20, 5));
        sql("DELETE FROM sluice.marks");
        begin(positions(10, 5));
        begin(positions(15, 5));
    }

    @Test
    @DisplayName("is asked for when Mongo goes back under a run, which no mark hides")
    void underRun() throws Exception {
        begin(positions(0, 0));
        backUp();
        renew(positions(20, 5));
        restore();
        assertThat(marks.renew(Map.of(ID, last), Map.of(ID, positions(25, 5)))).containsExactly(ID);
        assertThat(backup).isEqualTo(documents());
    }

    @Test
    @DisplayName(
            "does not begin at the end of the topics if Mongo proves that a Postgres unknown here has carried them")
    void unknownPostgres() throws Exception {
        begin(positions(0, 0));
        renew(positions(20, 5));

        assertThatThrownBy(() -> marks.start().requireUnknown(run(8, new StartingOffsets.Latest()), Map.of()))
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageContaining("partition 0 up to offset 20, partition 1 up to offset 5")
                .hasFieldOrPropertyWithValue("obstacle", Obstacle.UNKNOWN_TO_LEDGER);
        assertThatCode(() -> {
                    marks.start().requireUnknown(run(8, new StartingOffsets.Earliest()), Map.of());
                    marks.start().requireUnknown(run(8, new StartingOffsets.Latest()), Map.of(TOPIC, "id"));
                    marks.forget(ID, List.of(new ClearTarget(SINK, true)));
                    marks.start().requireUnknown(run(8, new StartingOffsets.Latest()), Map.of());
                })
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("carries once more what lies behind a mark that Mongo still has, for a copy of later has it, too")
    void carriesAgain() throws Exception {
        began(0, 0);
        begin(positions(0, 0));
        assertThat(again(positions(0, 0))).isEqualTo(positions(0, 0));
        renew(positions(10, 5));

        begin(positions(30, 5));
        assertThat(again(positions(30, 5))).isEqualTo(positions(10, 5));
        renew(positions(40, 6));
        begin(positions(40, 6));
        assertThat(again(positions(40, 6))).as("it has not come to it").isEqualTo(positions(10, 6));
    }

    @Test
    @DisplayName("carries nothing once more after a run that could mark its end")
    void carriesNothingAgain() throws Exception {
        began(0, 0);
        begin(positions(0, 0));
        renew(positions(30, 5));
        begin(positions(30, 5));
        assertThat(last.redelivery()).isSameAs(Redelivery.NONE);
    }

    @Test
    @DisplayName("trusts no mark that Postgres has not noted: Mongo may have gone back as it was written")
    void unnotedMark() throws Exception {
        began(0, 0);
        begin(positions(0, 0));
        renew(positions(10, 5));
        long noted = ledger.numbers(List.of(ID)).get(ID);
        renew(positions(20, 5));
        sql("UPDATE sluice.marks SET number = " + noted);
        begin(positions(20, 5));
        assertThat(again(positions(20, 5))).isEqualTo(positions(10, 5));
    }

    @Test
    @DisplayName("carries nothing once more by another definition, of which other rows might come")
    void anotherDefinition() throws Exception {
        began(0, 0);
        TopicState.Range range = new TopicState.Range(0, 100, 100);
        begin(run(ID, new StartingOffsets.Earliest(), "SELECT 1 AS a FROM source"), positions(0, 0), range);
        begin(run(ID, new StartingOffsets.Earliest(), "SELECT 1 AS a FROM source"), positions(9, 0), range);
        assertThat(again(positions(9, 0))).isEqualTo(positions(0, 0));
        begin(run(ID, new StartingOffsets.Earliest(), "SELECT 2 AS a FROM source"), positions(9, 0), range);
        assertThat(last.redelivery()).isSameAs(Redelivery.NONE);
    }

    @Test
    @DisplayName("carries nothing once more that was never carried, or that Kafka does not have any more")
    void carriesNothingAgainThatWasNeverCarriedOrIsGone() throws Exception {
        began(0, 3);
        begin(positions(0, 0));
        begin(positions(30, 5), 7);
        assertThat(again(positions(30, 5))).isEqualTo(positions(7, 3));
        new Positions(database).alter(ID, "p", positions(20, 5));
        begin(positions(30, 5));
        assertThat(again(positions(30, 5))).isEqualTo(positions(20, 5));
    }

    @Test
    @DisplayName("is asked for when another process answers for Mongo, which no mark hides")
    void anotherServer() throws Exception {
        begin(positions(0, 0));
        MarkedRun other = new MarkedRun("another", Redelivery.NONE);
        assertThat(marks.renew(Map.of(ID, other), Map.of(ID, positions(25, 5)))).containsExactly(ID);
        assertThat(new MongoMarks(mongo).of(List.of(ID)).get(ID).positions()).isEqualTo(positions(0, 0));
    }

    @Test
    @DisplayName("does not need the mark after a replay: the replay is done without it")
    void noMarkAfter() throws Exception {
        begin(positions(0, 0));
        sql("ALTER TABLE sluice.marks RENAME TO gone");
        FlowRun run = run(ID, new StartingOffsets.Earliest());
        assertThatThrownBy(() -> marks.separate(run)).isInstanceOf(SQLException.class);
        Logger log = (Logger) LoggerFactory.getLogger(StoreMarks.class);
        log.setLevel(Level.OFF);
        try {
            marks.separateAfter(run);
        } finally {
            log.setLevel(null);
        }
        sql("ALTER TABLE sluice.gone RENAME TO marks");
        begin(positions(20, 5));
    }

    @Test
    @DisplayName("names what replays of dead letters have stored below the mark that Mongo has gone back to")
    void namesWhatReplaysStoredBelowTheMark() throws Exception {
        begin(positions(0, 0));
        renew(positions(20, 5));
        marks.separate(run(ID, new StartingOffsets.Earliest()));
        backUp();
        long number = ledger.numbers(List.of(ID)).get(ID);
        sql("INSERT INTO sluice.replays VALUES (7, 'a.topic', 0, %d, 7), (7, 'a.topic', 1, %d, 1)"
                .formatted(number, number - 1));
        marks.separate(run(ID, new StartingOffsets.Earliest()));
        assertThat(ledger.numbers(List.of(ID))).containsEntry(ID, number + 1);
        restore();
        assertThatThrownBy(() -> begin(positions(20, 5)))
                .hasMessageContaining("of topic \"a.topic\", partition 0, offsets 7 to 19.");
        begin(positions(7, 5));
    }

    @Test
    @DisplayName("is still told of what other pipelines left in a collection of which one has taken its own")
    void forgetsItsOwn() throws Exception {
        begin(positions(3, 3));
        MongoMarks all = new MongoMarks(mongo);
        all.replace(8, null, new MongoMarks.Mark("c", 1, positions(20, 5), positions(20, 5), ""));
        marks.forget(ID, List.of(new ClearTarget(SINK, false)));
        assertThat(all.of(List.of(ID, 8L))).containsOnlyKeys(8L);
    }

    private void began(long first, long second) throws Exception {
        sql("INSERT INTO sluice.progress (pipeline_id, topic, partition, next_offset, began)"
                + " VALUES (7, 'a.topic', 0, 0, %d), (7, 'a.topic', 1, 0, %d)".formatted(first, second));
    }

    private Offsets again(Offsets positions) {
        return last.redelivery().begin(positions);
    }

    private void begin(Offsets positions) throws Exception {
        begin(positions, 0);
    }

    private void begin(Offsets positions, long firstInKafka) throws Exception {
        TopicState.Range range = new TopicState.Range(firstInKafka, 100, 100);
        begin(run(ID, new StartingOffsets.Earliest()), positions, range);
    }

    private void begin(FlowRun run, Offsets positions, TopicState.Range first) throws Exception {
        TopicState.Range second = new TopicState.Range(0, 100, 100);
        last = marks.start()
                .begin(run, positions, Map.of(TOPIC, new TopicState("id", Map.of(0, first, 1, second))))
                .orElseThrow();
    }

    private void renew(Offsets positions) throws Exception {
        assertThat(marks.renew(Map.of(ID, last), Map.of(ID, positions))).isEmpty();
    }

    private static Offsets positions(long first, long second) {
        return new Offsets(Map.of(TOPIC, Map.of(0, first, 1, second)));
    }

    private static FlowRun run(long id, StartingOffsets from) {
        return run(id, from, null);
    }

    private static FlowRun run(long id, StartingOffsets from, String transform) {
        return new FlowRun(
                id,
                "p",
                new FlowSpec(
                        new SourceSpec(List.of(TOPIC), "id INT", new FormatSpec("json", Map.of(), false), from, null),
                        transform,
                        List.of(SINK),
                        new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO)));
    }

    private MongoCollection<Document> collection() {
        return client.getDatabase(mongo.database()).getCollection("sluice.marks");
    }

    private List<Document> documents() {
        return collection().find().into(new ArrayList<>());
    }

    private void backUp() {
        backup = documents();
    }

    private void restore() {
        collection().drop();
        collection().insertMany(backup);
    }

    private void sql(String statements) throws Exception {
        try (var connection = TestPostgres.connect(postgres)) {
            connection.createStatement().execute(statements);
        }
    }
}

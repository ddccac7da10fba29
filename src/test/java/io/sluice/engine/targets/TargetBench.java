package io.sluice.engine.targets;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.sluice.embedded.EmbeddedService;
import io.sluice.embedded.ServersForTests;
import io.sluice.engine.FlowRun;
import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.FlowSpec;
import io.sluice.stream.flow.FormatSpec;
import io.sluice.stream.flow.SinkSpec;
import io.sluice.stream.flow.SinkSpec.WriteMode;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.flow.SourceSpec;
import io.sluice.stream.flow.StartingOffsets;
import io.sluice.stream.flow.StoreType;
import io.sluice.stream.flow.TriggerSpec;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.NotedTargets;
import io.sluice.stream.store.OwnRows;
import io.sluice.stream.store.StoreWriter;
import io.sluice.stream.store.Stores;
import io.sluice.stream.store.TargetNote;
import io.sluice.stream.store.TargetNotes;
import io.sluice.stream.store.mongo.MongoAccess;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestPostgres;
import io.sluice.testing.TestStores;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.bson.Document;

/** Pipelines without Kafka and Spark: what is left is a ledger, and stores with targets of every origin. */
final class TargetBench implements AutoCloseable {

    static final StructType OUTPUT = StructType.fromDDL("id STRING NOT NULL, v STRING");

    final Targets targets;
    final TargetRemoval removal;

    private final LedgerAccess postgres = TestPostgres.freshDatabase();
    private final NotedTargets ledger;
    private final ServersForTests servers;
    private final MongoClient mongo;
    private int names;

    TargetBench(Path home) throws Exception {
        servers = new ServersForTests(home);
        servers.start(EmbeddedService.MONGO);
        String uri = servers.addresses().get(servers.addresses().size() - 1).split("=", 2)[1];
        mongo = MongoClients.create(uri);
        ledger = new NotedTargets(TestPostgres.ledger(postgres));
        targets = new Targets(
                new Stores(List.of(new PostgresStore(postgres), new MongoStore(new MongoAccess(uri, "bench")))),
                ledger);
        removal = new TargetRemoval(targets, ledger);
    }

    /** Who made a target. */
    enum Origin {
        SLUICE,
        USER,
        /** Sluice, for a pipeline that was deleted since. */
        LEFT,
        /** Sluice; and then somebody dropped it and made one of the same name. */
        REPLACED
    }

    SinkSpec sink(StoreType type, WriteMode mode) {
        String name = "t" + ++names;
        return new SinkSpec(type, name, mode, mode == WriteMode.UPSERT ? List.of("id") : List.of(), null);
    }

    /** A pipeline of that name, which may be one of several with it in the course of time. */
    FlowRun define(String name, SinkSpec sink) throws SQLException {
        FlowSpec spec = new FlowSpec(
                new SourceSpec(
                        List.of("a", "b"),
                        "id STRING",
                        new FormatSpec("json", Map.of(), false),
                        new StartingOffsets.Earliest(),
                        null),
                null,
                List.of(sink),
                new TriggerSpec(TriggerSpec.Mode.PROCESSING_TIME, Duration.ZERO));
        String insert = """
                INSERT INTO sluice.pipelines (name, definition, output, version, desired_state, state, state_since,
                    created_at, updated_at)
                VALUES ('%s', '{}', '{}', 0, 'RUNNING', 'RUNNING', now(), now(), now()) RETURNING id""";
        String unique = name + "_" + sink.target() + "_" + names++;
        return new FlowRun(Long.parseLong(query(insert.formatted(unique)).get(0)), name, spec);
    }

    /** The same pipeline with another definition. */
    static FlowRun changed(FlowRun run, SinkSpec sink, String... topics) {
        SourceSpec source = new SourceSpec(
                List.of(topics),
                "id STRING",
                new FormatSpec("json", Map.of(), false),
                new StartingOffsets.Earliest(),
                null);
        return new FlowRun(
                run.pipelineId(),
                run.name(),
                new FlowSpec(source, null, List.of(sink), run.spec().trigger()));
    }

    void forget(FlowRun run) throws SQLException {
        execute("DELETE FROM sluice.pipelines WHERE id = " + run.pipelineId());
    }

    /** @return what it changed, and what is to be known */
    List<String> start(FlowRun run) throws Exception {
        targets.prepare(run, OUTPUT, new Counters(0, 0, 0, Map.of()));
        return targets.notices(run.pipelineId());
    }

    /** A Mongo pipeline's process that has noted its intention and made the collection, and nothing more. */
    void endsWhileMaking(FlowRun run) throws SQLException {
        SinkSpec sink = run.spec().sinks().get(0);
        ledger.of(run.pipelineId(), sink, List.of("a")).write(TargetNote.made(null, Map.of()));
        mongo.getDatabase("bench").createCollection(sink.target());
    }

    Optional<TargetNote> note(FlowRun run) throws SQLException {
        return notes(run).read();
    }

    private TargetNotes notes(FlowRun run) {
        return ledger.of(run.pipelineId(), run.spec().sinks().get(0), List.of("a"));
    }

    /** With a Postgres that nobody can reach. */
    Targets away() {
        LedgerAccess nowhere = new LedgerAccess("jdbc:postgresql://127.0.0.1:1/nowhere", "nobody", "");
        return new Targets(new Stores(List.of(new PostgresStore(nowhere))), ledger);
    }

    /** What a purge does that has decided to remove the pipeline's own rows. */
    void remove(FlowRun run, Instant since) throws Exception {
        SinkSpec sink = run.spec().sinks().get(0);
        targets.store(sink).remove(sink, new OwnRows(List.of("a"), since), notes(run));
    }

    /** What is there before the pipeline in question. */
    void provide(SinkSpec sink, Origin origin) throws Exception {
        switch (origin) {
            case SLUICE, REPLACED -> {}
            case USER -> makeByHand(sink);
            case LEFT -> {
                FlowRun earlier = define("earlier", sink);
                start(earlier);
                write(sink, "theirs", 0, 2);
                forget(earlier);
            }
        }
    }

    void replace(SinkSpec sink) throws SQLException {
        if (sink.type().equals(PostgresStore.TYPE)) {
            execute("DROP TABLE " + sink.target());
        } else {
            collection(sink).drop();
        }
        makeByHand(sink);
    }

    private void makeByHand(SinkSpec sink) throws SQLException {
        if (sink.type().equals(MongoStore.TYPE)) {
            collection(sink).insertMany(List.of(new Document("_id", "theirs0"), new Document("_id", "theirs1")));
            return;
        }
        String key = sink.mode() == WriteMode.UPSERT
                ? "PRIMARY KEY (id)"
                : "_topic text, _partition int, _offset bigint, _ordinal int,"
                        + " UNIQUE (_partition, _offset, _ordinal, _topic)";
        execute("CREATE TABLE " + sink.target() + " (id text, v text, " + key + ")");
        execute("INSERT INTO " + sink.target() + " (id) VALUES ('theirs0'), ('theirs1')");
    }

    /** Rows with these ids, from the topic {@code a}. */
    void write(SinkSpec sink, String ids, long offset, int count) throws Exception {
        try (Connection connection = TestPostgres.connect(postgres)) {
            connection.setAutoCommit(false);
            StoreWriter.Refusals none = (record, ordinal, reason) -> {
                throw new AssertionError(reason);
            };
            try (StoreWriter writer = TestStores.open(targets.store(sink).writers(sink, OUTPUT), connection, none)) {
                for (int i = 0; i < count; i++) {
                    SourceRecord record = new SourceRecord("a", 0, offset + i, 0, null, new byte[0], List.of());
                    writer.write(
                            record, 0, new GenericInternalRow(new Object[] {UTF8String.fromString(ids + i), null}));
                }
                writer.flush();
            }
            connection.commit();
        }
    }

    /** Of all rows, sorted; or one text that says that there is no such table or collection. */
    List<String> ids(SinkSpec sink) throws Exception {
        if (targets.store(sink).find(sink).isEmpty()) {
            return List.of("is gone");
        }
        if (sink.type().equals(PostgresStore.TYPE)) {
            return query("SELECT id FROM " + sink.target() + " ORDER BY 1");
        }
        List<String> ids = new ArrayList<>();
        collection(sink)
                .find()
                .forEach(document -> ids.add(
                        document.containsKey("id")
                                ? document.getString("id")
                                : document.get("_id").toString()));
        return ids.stream().sorted().toList();
    }

    private MongoCollection<Document> collection(SinkSpec sink) {
        return mongo.getDatabase("bench").getCollection(sink.target());
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> query(String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    @Override
    public void close() throws Exception {
        mongo.close();
        servers.close();
    }
}

package io.sluice.stream.task;

import io.sluice.stream.flow.Counters;
import io.sluice.stream.flow.Offsets;
import io.sluice.stream.flow.SourceRecord;
import io.sluice.stream.jdbc.LedgerAccess;
import io.sluice.stream.ledger.Acknowledged;
import io.sluice.stream.ledger.Generations;
import io.sluice.stream.ledger.LedgerDatabase;
import io.sluice.stream.ledger.Positions;
import io.sluice.stream.ledger.Standings;
import io.sluice.stream.store.mongo.MongoStore;
import io.sluice.stream.store.postgres.PostgresStore;
import io.sluice.testing.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** A pipeline in a database of its own, whose records say what is to become of them. */
abstract class ScriptedPipeline {

    final LedgerAccess postgres = TestPostgres.freshDatabase();
    final LedgerDatabase database = TestPostgres.ledger(postgres);
    final Generations generations = new Generations(database);
    final Positions positions = new Positions(database);
    final Standings standings = new Standings(database);
    final List<String> stored = ScriptedFlow.newStore();
    long pipeline;
    long generation;
    boolean mended;

    @BeforeEach
    void createPipeline() throws Exception {
        pipeline = TestPostgres.pipeline(postgres, "p");
        generation = generations.raise(pipeline);
    }

    Counters run(long offset, String... values) throws IOException {
        try (RecordCarrier writer = writer()) {
            for (int i = 0; i < values.length; i++) {
                writer.write(ScriptedFlow.row(record(offset + i, values[i])));
            }
            return ((TaskCommit) writer.commit()).counters();
        }
    }

    /** Of a run that began with an empty ledger, to which nothing has been said since. */
    RecordCarrier writer() {
        return writer(Map.of());
    }

    /** @param acknowledged what the ledger has said to the run of the partitions of the topic "t" */
    RecordCarrier writer(Map<Integer, Long> acknowledged) {
        return new RecordCarrier(
                ScriptedFlow.task(pipeline, generation, postgres, stored, mended),
                new Acknowledged(new Offsets(Map.of("t", acknowledged))));
    }

    static SourceRecord record(long offset, String value) {
        return new SourceRecord("t", 0, offset, 0, null, value.getBytes(), List.of());
    }

    Counters counters() throws Exception {
        return standings.counters(pipeline, List.of(PostgresStore.TYPE, MongoStore.TYPE));
    }

    List<String> deadLetters() throws Exception {
        List<String> letters = new ArrayList<>();
        try (Connection c = TestPostgres.connect(postgres);
                ResultSet row = c.createStatement()
                        .executeQuery("SELECT \"offset\", stage, reason FROM sluice.dead_letters ORDER BY 1, 2")) {
            while (row.next()) {
                letters.add(row.getLong(1) + " " + row.getString(2) + " " + row.getString(3));
            }
        }
        return letters;
    }
}
